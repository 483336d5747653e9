-- What makes searching for words quick on SQLite; see grants_db/search/index.py. One statement a paragraph.

-- Which call has which word in which text, without umlauts and capitals; neither texts nor places of words are kept.
CREATE VIRTUAL TABLE opportunity_words USING fts5 (
    title, short_description, description, funder, content='opportunity', content_rowid='id',
    tokenize='unicode61 remove_diacritics 2', prefix='1 2 3', detail=column, columnsize=0);

CREATE VIRTUAL TABLE opportunity_vocabulary USING fts5vocab (opportunity_words, row);

-- Another number after each change of the index, so that who has read the vocabulary knows whether it is still the same.
CREATE TABLE opportunity_words_changed (mark INTEGER NOT NULL);

INSERT INTO opportunity_words_changed VALUES (0);

INSERT INTO opportunity_words (opportunity_words) VALUES ('rebuild');

-- Calls whose words are to be brought into the index before the transaction ends, with the texts it knows them by: one by
-- one they would take ten times as long.
CREATE TABLE opportunity_reworded (
    id INTEGER PRIMARY KEY, title TEXT, short_description TEXT, description TEXT, funder TEXT, indexed INTEGER NOT NULL);

CREATE TRIGGER opportunity_added AFTER INSERT ON opportunity BEGIN
    INSERT OR IGNORE INTO opportunity_reworded (id, indexed) VALUES (new.id, 0);
END;

CREATE TRIGGER opportunity_reworded AFTER UPDATE OF title, short_description, description, funder ON opportunity
WHEN old.title IS NOT new.title OR old.short_description IS NOT new.short_description
    OR old.description IS NOT new.description OR old.funder IS NOT new.funder
BEGIN
    INSERT OR IGNORE INTO opportunity_reworded
        VALUES (old.id, old.title, old.short_description, old.description, old.funder, 1);
END;

CREATE TRIGGER opportunity_removed AFTER DELETE ON opportunity BEGIN
    INSERT OR IGNORE INTO opportunity_reworded
        VALUES (old.id, old.title, old.short_description, old.description, old.funder, 1);
END;
