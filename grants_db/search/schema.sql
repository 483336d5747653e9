-- What makes searching quick on SQLite; see grants_db/search_index.py. One statement a paragraph.

-- What a list is filtered and sorted by, with officers' corrections leading. From four columns follows the status on any
-- day: closes_on (the last day; far away where there is none, long past where the call is closed), opens_from (until then
-- it is only announced), unsure_after (from then on it hangs on a day without a year) and otherwise (its status between).
CREATE VIEW opportunity_listed AS
WITH known AS (
    SELECT o.id, o.title, o.level, o.retired_at, o.opens_on, o.content_changed_at,
        coalesce(c.value, o.deadline) AS deadline,
        CASE WHEN c.value IS NOT NULL AND o.status_note = 'closed' THEN NULL ELSE o.status_note END AS note,
        coalesce(
            (SELECT r.value ->> '$' FROM correction r
             WHERE r.opportunity_id = o.id AND r.field = 'applicant_route' AND r.undone_at IS NULL
             ORDER BY r.id DESC LIMIT 1),
            o.applicant_route) AS applicant_route
    FROM opportunity o
    LEFT JOIN correction c ON c.id = (
        SELECT d.id FROM correction d
        WHERE d.opportunity_id = o.id AND d.field = 'deadline' AND d.undone_at IS NULL
        ORDER BY d.id DESC LIMIT 1)
),
dated AS (
    SELECT known.*, deadline ->> '$.kind' AS kind, json_array_length(deadline, '$.dates') > 0 AS has_dates,
        -- what is no day with a year ("10-31", "P8W") never passes
        (SELECT CASE WHEN sum(date(value) IS NOT value) THEN '9999-12-31' ELSE max(value) END
         FROM json_each(deadline, '$.dates')) AS last_day,
        (SELECT CASE WHEN sum(value LIKE '--%')
                THEN coalesce(max(CASE WHEN date(value) IS value THEN value END), '0001-01-01') ELSE '9999-12-31' END
         FROM json_each(deadline, '$.dates')) AS last_full_day
    FROM known
)
SELECT id, level, applicant_route, content_changed_at AS changed_at,
    CASE WHEN retired_at IS NOT NULL OR note IS 'closed' OR kind IS 'closed' THEN '0001-01-01'
         ELSE coalesce(last_day, '9999-12-31') END AS closes_on,
    CASE WHEN opens_on IS NOT NULL THEN opens_on
         WHEN note IS 'forthcoming' THEN '9999-12-31'
         ELSE '0001-01-01' END AS opens_from,
    CASE WHEN note IS 'open' THEN '9999-12-31' ELSE last_full_day END AS unsure_after,
    CASE WHEN note IS 'open' OR kind IN ('rolling', 'annual', 'relative', 'before_start')
              OR (kind IS 'fixed' AND has_dates) THEN 'open'
         WHEN kind IS 'announced' THEN 'forecasted'
         ELSE 'unknown' END AS otherwise,
    substr(replace(replace(replace(replace(replace(replace(replace(lower(title),
        'Ä', 'a'), 'ä', 'a'), 'Ö', 'o'), 'ö', 'o'), 'Ü', 'u'), 'ü', 'u'), 'ß', 'ss'), 1, 60) AS title_key
FROM dated;

CREATE TABLE opportunity_list (
    id INTEGER PRIMARY KEY, level TEXT NOT NULL, applicant_route TEXT NOT NULL, changed_at TEXT NOT NULL,
    closes_on TEXT NOT NULL, opens_from TEXT NOT NULL, unsure_after TEXT NOT NULL, otherwise TEXT NOT NULL,
    title_key TEXT NOT NULL);

-- Holds all columns: a list without words is read from the index alone, in its order.
CREATE INDEX ix_opportunity_list_title ON opportunity_list
    (title_key, id, otherwise, closes_on, opens_from, unsure_after, level, applicant_route, changed_at);

-- Which call has which word in which text, without umlauts and capitals; neither texts nor places of words are kept.
CREATE VIRTUAL TABLE opportunity_words USING fts5 (
    title, short_description, description, funder, content='opportunity', content_rowid='id',
    tokenize='unicode61 remove_diacritics 2', prefix='1 2 3', detail=column, columnsize=0);

CREATE VIRTUAL TABLE opportunity_vocabulary USING fts5vocab (opportunity_words, row);

-- Another number after each change of the index, so that who has read the vocabulary knows whether it is still the same.
CREATE TABLE opportunity_words_changed (mark INTEGER NOT NULL);

INSERT INTO opportunity_words_changed VALUES (0);

INSERT INTO opportunity_list
    (id, level, applicant_route, changed_at, closes_on, opens_from, unsure_after, otherwise, title_key)
SELECT * FROM opportunity_listed;

INSERT INTO opportunity_words (opportunity_words) VALUES ('rebuild');

-- Calls whose words are to be brought into the index before the transaction ends, with the texts it knows them by: one by
-- one they would take ten times as long.
CREATE TABLE opportunity_reworded (
    id INTEGER PRIMARY KEY, title TEXT, short_description TEXT, description TEXT, funder TEXT, indexed INTEGER NOT NULL);

CREATE TRIGGER opportunity_added AFTER INSERT ON opportunity BEGIN
    INSERT OR REPLACE INTO opportunity_list
        (id, level, applicant_route, changed_at, closes_on, opens_from, unsure_after, otherwise, title_key)
    SELECT * FROM opportunity_listed WHERE id = new.id;
    INSERT OR IGNORE INTO opportunity_reworded (id, indexed) VALUES (new.id, 0);
END;

CREATE TRIGGER opportunity_changed AFTER UPDATE OF
    title, level, applicant_route, deadline, status_note, opens_on, retired_at, content_changed_at ON opportunity
BEGIN
    INSERT OR REPLACE INTO opportunity_list
        (id, level, applicant_route, changed_at, closes_on, opens_from, unsure_after, otherwise, title_key)
    SELECT * FROM opportunity_listed WHERE id = new.id;
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
    DELETE FROM opportunity_list WHERE id = old.id;
END;

CREATE TRIGGER correction_added AFTER INSERT ON correction BEGIN
    INSERT OR REPLACE INTO opportunity_list
        (id, level, applicant_route, changed_at, closes_on, opens_from, unsure_after, otherwise, title_key)
    SELECT * FROM opportunity_listed WHERE id = new.opportunity_id;
END;

CREATE TRIGGER correction_changed AFTER UPDATE ON correction BEGIN
    INSERT OR REPLACE INTO opportunity_list
        (id, level, applicant_route, changed_at, closes_on, opens_from, unsure_after, otherwise, title_key)
    SELECT * FROM opportunity_listed WHERE id = new.opportunity_id;
END;

CREATE TRIGGER correction_removed AFTER DELETE ON correction BEGIN
    INSERT OR REPLACE INTO opportunity_list
        (id, level, applicant_route, changed_at, closes_on, opens_from, unsure_after, otherwise, title_key)
    SELECT * FROM opportunity_listed WHERE id = old.opportunity_id;
END;
