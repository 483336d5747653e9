-- What makes searching for words quick on PostgreSQL; see grants_db/search/index.py. One statement a paragraph.

-- Which call has which words, without umlauts and capitals: in its title, and in any of its texts. The words are divided
-- and folded by us (grants_db/rules/folding.py), so that they are the same that are asked for; nothing is stemmed.
CREATE TABLE opportunity_words (
    rowid INTEGER PRIMARY KEY REFERENCES opportunity (id) ON DELETE CASCADE,
    title TSVECTOR NOT NULL, words TSVECTOR NOT NULL);

CREATE INDEX ix_opportunity_words_title ON opportunity_words USING gin (title);

CREATE INDEX ix_opportunity_words_words ON opportunity_words USING gin (words);

CREATE VIEW opportunity_vocabulary AS SELECT word COLLATE "C" AS term, ndoc AS doc
FROM ts_stat('SELECT words FROM opportunity_words');

-- Another number after each change of the index, so that who has read the vocabulary knows whether it is still the same.
CREATE TABLE opportunity_words_changed (mark BIGINT NOT NULL);

INSERT INTO opportunity_words_changed VALUES (0);

-- Calls whose words are to be brought into the index before the transaction ends.
CREATE TABLE opportunity_reworded (id INTEGER PRIMARY KEY REFERENCES opportunity (id) ON DELETE CASCADE);

CREATE FUNCTION opportunity_is_reworded() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO opportunity_reworded VALUES (new.id) ON CONFLICT DO NOTHING; RETURN NULL; END $$;

CREATE TRIGGER opportunity_added AFTER INSERT ON opportunity
FOR EACH ROW EXECUTE FUNCTION opportunity_is_reworded();

CREATE TRIGGER opportunity_reworded AFTER UPDATE OF title, short_description, description, funder ON opportunity
FOR EACH ROW WHEN ((old.title, old.short_description, old.description, old.funder)
    IS DISTINCT FROM (new.title, new.short_description, new.description, new.funder))
EXECUTE FUNCTION opportunity_is_reworded();

INSERT INTO opportunity_reworded SELECT id FROM opportunity;
