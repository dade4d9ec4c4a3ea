-- name: request_add   scope: agency
-- in: id id, ref text, what text, client_id id?, debt_id id?,
--     made_at moment
INSERT INTO request (id, ref, what, client_id, debt_id, made_at)
VALUES (:id, :ref, :what, :client_id, :debt_id, :made_at);

-- name: requests_open   scope: agency
-- out: ref text, what text, debt_ref text?, made_at moment, answer_on day?,
--      owner_name text?
-- gives: many
-- What is promised soonest first, then the oldest: nobody waits behind
-- somebody who came later.
SELECT r.ref, r.what, d.ref, r.made_at, r.answer_on, l.full_name
FROM request r LEFT JOIN debt d
  ON d.client_id = r.client_id AND d.id = r.debt_id
LEFT JOIN login l ON l.id = r.owner_id
WHERE r.done_at IS NULL ORDER BY r.answer_on NULLS FIRST, r.id LIMIT 50;

-- name: request_by_ref   scope: agency
-- in: ref text
-- out: id id, what text, debt_ref text?, made_at moment, answer_on day?,
--      owner_name text?, reasons text?, words bytes?, phone text?,
--      done_at moment?
-- gives: one
SELECT r.id, r.what, d.ref, r.made_at, r.answer_on, l.full_name, r.reasons,
       r.words, r.phone, r.done_at
FROM request r LEFT JOIN debt d
  ON d.client_id = r.client_id AND d.id = r.debt_id
LEFT JOIN login l ON l.id = r.owner_id WHERE r.ref = :ref;

-- name: request_done   scope: agency
-- in: id id, done_at moment, done_by text
UPDATE request SET done_at = :done_at, done_by = :done_by
WHERE id = :id AND done_at IS NULL;

-- name: request_answered   scope: client
-- in: client_id id, debt_id id, done_at moment, done_by text
-- What they said is wrong was answered.
UPDATE request SET done_at = :done_at, done_by = :done_by
WHERE client_id = :client_id AND debt_id = :debt_id AND what = 'wrong'
  AND done_at IS NULL;

-- name: letter_code_debt   scope: agency
-- in: code_index bytes
-- out: person_id id, client_id id, debt_id id, debt_ref text
-- gives: one
-- Whose letter, be the code too old to open anything or not.
SELECT c.person_id, c.client_id, o.debt_id, d.ref
FROM letter_code c
JOIN outbox o ON o.person_id = c.person_id AND o.client_id = c.client_id
             AND o.id = c.outbox_id
JOIN debt d ON d.client_id = o.client_id AND d.id = o.debt_id
WHERE c.code_index = :code_index;

-- name: request_say   scope: agency
-- in: id id, ref text, what text, client_id id, debt_id id, reasons text,
--     words bytes?, phone text?, answer_on day, owner_id id?, made_at moment
INSERT INTO request (id, ref, what, client_id, debt_id, reasons, words, phone,
                     answer_on, owner_id, made_at)
VALUES (:id, :ref, :what, :client_id, :debt_id, :reasons, :words, :phone,
        :answer_on, :owner_id, :made_at);

-- name: request_owner   scope: agency
-- out: id id, full_name text
-- gives: one
-- The representative with the fewest open requests.
SELECT l.id, l.full_name FROM login l
WHERE l.disabled_at IS NULL AND l.roles % 2 = 1
ORDER BY (SELECT count(*) FROM request r
          WHERE r.owner_id = l.id AND r.done_at IS NULL) NULLS FIRST, l.id
LIMIT 1;

-- name: request_said   scope: agency
-- in: ref text
-- out: debt_id id?, what text, answer_on day?, owner_name text?
-- gives: one
SELECT r.debt_id, r.what, r.answer_on, l.full_name
FROM request r LEFT JOIN login l ON l.id = r.owner_id WHERE r.ref = :ref;
