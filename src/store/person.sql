-- name: person_add   scope: agency
-- in: id id, ref text, match_key bytes?, first text, middle text?, last text,
--     suffix text?, born_on day?, language count, created_at moment
INSERT INTO person (id, ref, match_key, first, middle, last, suffix, born_on,
                    language, created_at)
VALUES (:id, :ref, :match_key, :first, :middle, :last, :suffix, :born_on,
        :language, :created_at);

-- name: person_by_match   scope: agency
-- in: match_key bytes
-- out: id id, ref text
-- gives: one
SELECT id, ref FROM person WHERE match_key = :match_key;

-- name: person_by_id   scope: agency
-- in: id id
-- out: ref text, first text, middle text?, last text, suffix text?,
--      born_on day?, language count, chosen text?, large count
-- gives: one
-- chosen: the language they asked for last (fact 20), large: wishes for large
-- print (fact 25) that were not taken back.
SELECT p.ref, p.first, p.middle, p.last, p.suffix, p.born_on, p.language,
       (SELECT f.words FROM fact f
        WHERE f.person_id = p.id AND f.kind = 20 AND NOT EXISTS (
            SELECT 1 FROM fact w
            WHERE w.person_id = f.person_id AND w.corrects = f.id)
        ORDER BY f.recorded_at DESC, f.id DESC LIMIT 1),
       (SELECT count(*) FROM fact f
        WHERE f.person_id = p.id AND f.kind = 25 AND NOT EXISTS (
            SELECT 1 FROM fact w
            WHERE w.person_id = f.person_id AND w.corrects = f.id))
FROM person p WHERE p.id = :id;

-- name: person_by_ref   scope: agency
-- in: ref text
-- out: id id
-- gives: one
SELECT id FROM person WHERE ref = :ref;

-- name: person_find_name   scope: agency
-- in: last text, born_on day
-- out: id id, ref text, first text, last text, born_on day?
-- gives: many
-- Staff find by last name and birthday; the search is audited.
SELECT id, ref, first, last, born_on FROM person
WHERE lower(last) = lower(:last) AND born_on = :born_on
ORDER BY id LIMIT 50;

-- name: person_find_phone   scope: agency
-- in: number text
-- out: id id, ref text, first text, last text, born_on day?
-- gives: many
SELECT p.id, p.ref, p.first, p.last, p.born_on
FROM person_phone t JOIN person p ON p.id = t.person_id
WHERE t.number = :number ORDER BY p.id LIMIT 50;

-- name: person_address_add   scope: person
-- in: person_id id, id id, line1 text, line2 text?, city text, state text?,
--     zip text?, source text, recorded_at moment
INSERT INTO person_address (person_id, id, line1, line2, city, state, zip,
                            source, recorded_at)
VALUES (:person_id, :id, :line1, :line2, :city, :state, :zip, :source,
        :recorded_at);

-- name: person_addresses   scope: person
-- in: person_id id, as_of moment
-- out: id id, line1 text, line2 text?, city text, state text?, zip text?,
--      recorded_at moment
-- gives: many
-- Newest first; the first is where we write.
SELECT id, line1, line2, city, state, zip, recorded_at
FROM person_address
WHERE person_id = :person_id AND recorded_at <= :as_of
ORDER BY recorded_at DESC, id DESC LIMIT 20;

-- name: person_phone_add   scope: person
-- in: person_id id, id id, number text, is_landline flag, source text,
--     recorded_at moment
INSERT INTO person_phone (person_id, id, number, is_landline, source,
                          recorded_at)
VALUES (:person_id, :id, :number, :is_landline, :source, :recorded_at)
ON CONFLICT (person_id, number) DO NOTHING;

-- name: person_phones   scope: person
-- in: person_id id, as_of moment
-- out: number text, is_landline flag, recorded_at moment
-- gives: many
SELECT number, is_landline, recorded_at FROM person_phone
WHERE person_id = :person_id AND recorded_at <= :as_of
ORDER BY recorded_at, number LIMIT 20;

-- name: person_email_add   scope: person
-- in: person_id id, id id, address text, source text, recorded_at moment
INSERT INTO person_email (person_id, id, address, source, recorded_at)
VALUES (:person_id, :id, :address, :source, :recorded_at)
ON CONFLICT (person_id, address) DO NOTHING;

-- name: person_emails   scope: person
-- in: person_id id, as_of moment
-- out: address text
-- gives: many
SELECT address FROM person_email
WHERE person_id = :person_id AND recorded_at <= :as_of
ORDER BY recorded_at, address LIMIT 20;
