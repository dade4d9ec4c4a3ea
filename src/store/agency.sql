-- name: agency_add   scope: agency
-- in: name text, known_as text, line1 text, line2 text?, city text,
--     state text, zip text, phone text, hours_en text, hours_es text,
--     website text, portal_url text, license text?, is_demo flag,
--     created_at moment
INSERT INTO agency (id, name, known_as, line1, line2, city, state, zip, phone,
                    hours_en, hours_es, website, portal_url, license, is_demo,
                    created_at)
VALUES (1, :name, :known_as, :line1, :line2, :city, :state, :zip, :phone,
        :hours_en, :hours_es, :website, :portal_url, :license, :is_demo,
        :created_at);

-- name: agency_change   scope: agency
-- in: name text, known_as text, line1 text, line2 text?, city text,
--     state text, zip text, phone text, hours_en text, hours_es text,
--     website text, portal_url text, license text?
UPDATE agency SET name = :name, known_as = :known_as, line1 = :line1,
    line2 = :line2, city = :city, state = :state, zip = :zip, phone = :phone,
    hours_en = :hours_en, hours_es = :hours_es, website = :website,
    portal_url = :portal_url, license = :license
WHERE id = 1;

-- name: agency_load   scope: agency
-- out: name text, known_as text, line1 text, line2 text?, city text,
--      state text, zip text, phone text, hours_en text, hours_es text,
--      website text, portal_url text, license text?, is_demo flag,
--      created_at moment
-- gives: one
SELECT name, known_as, line1, line2, city, state, zip, phone, hours_en,
       hours_es, website, portal_url, license, is_demo, created_at
FROM agency WHERE id = 1;

-- name: law_used_add   scope: agency
-- in: hash text, content text, recorded_at moment
-- Every law table ever used is kept by its hash, for replay.
INSERT INTO law_used (hash, content, recorded_at)
VALUES (:hash, :content, :recorded_at)
ON CONFLICT (hash) DO NOTHING;

-- name: law_used_known   scope: agency
-- in: hash text
-- out: recorded_at moment
-- gives: one
SELECT recorded_at FROM law_used WHERE hash = :hash;

-- name: mark_set   scope: system
-- in: name text, at moment, words text
INSERT INTO mark (name, at, words) VALUES (:name, :at, :words)
ON CONFLICT (name) DO UPDATE SET at = excluded.at, words = excluded.words;

-- name: mark_all   scope: system
-- out: name text, at moment, words text
-- gives: many
SELECT name, at, words FROM mark ORDER BY name;

-- name: doctor_counts   scope: system
-- in: since moment
-- out: waiting count, waiting_since moment?, unreleased count,
--      unreleased_since moment?, mails count, mails_since moment?,
--      mails_unknown count
-- gives: one
SELECT (SELECT count(*) FROM outbox o
        LEFT JOIN letter_day l ON l.client_id = o.client_id
                              AND l.made_on = o.made_on
        WHERE o.state < 3 AND o.channel = 5
          AND (o.is_asked = 1 OR l.state = 2)),
       (SELECT min(o.made_at) FROM outbox o
        LEFT JOIN letter_day l ON l.client_id = o.client_id
                              AND l.made_on = o.made_on
        WHERE o.state < 3 AND o.channel = 5
          AND (o.is_asked = 1 OR l.state = 2)),
       (SELECT CAST(coalesce(sum(letters), 0) AS BIGINT) FROM letter_day
        WHERE state = 1),
       (SELECT min(made_at) FROM letter_day WHERE state = 1),
       (SELECT count(*) FROM outbox WHERE channel = 4 AND state < 2),
       (SELECT min(made_at) FROM outbox WHERE channel = 4 AND state < 2),
       (SELECT count(*) FROM outbox
        WHERE channel = 4 AND state IN (2, 5) AND made_at > :since);

-- name: ready_look   scope: system
-- out: agreements count, answering count, administrators count,
--      secured count
-- gives: one
-- roles: 1 representative, 2 supervisor, 8 administrator (access.h).
SELECT (SELECT count(*) FROM client c WHERE EXISTS (
            SELECT 1 FROM client_agreement a WHERE a.client_id = c.id)),
       (SELECT count(*) FROM login
        WHERE disabled_at IS NULL AND roles % 4 <> 0),
       (SELECT count(*) FROM login
        WHERE disabled_at IS NULL AND roles / 8 % 2 = 1),
       (SELECT count(*) FROM login l
        JOIN totp t ON t.login_id = l.id
        WHERE l.disabled_at IS NULL AND l.roles / 8 % 2 = 1);
