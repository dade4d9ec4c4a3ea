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
--      client_answer bytes?, client_answered_at moment?, done_at moment?
-- gives: one
SELECT r.id, r.what, d.ref, r.made_at, r.answer_on, l.full_name, r.reasons,
       r.words, r.phone, r.client_answer, r.client_answered_at, r.done_at
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

-- name: request_plan_add   scope: agency
-- in: id id, ref text, client_id id, debt_id id, about text, answer_on day,
--     owner_id id?, made_at moment
INSERT INTO request (id, ref, what, client_id, debt_id, about, answer_on,
                     owner_id, made_at)
VALUES (:id, :ref, 'plan', :client_id, :debt_id, :about, :answer_on,
        :owner_id, :made_at);

-- name: request_plan_known   scope: agency
-- in: client_id id, debt_id id, about text
-- out: things count
-- gives: one
-- Somebody sees to this bill's plan already, or did for the same payment.
SELECT count(*) FROM request
WHERE client_id = :client_id AND debt_id = :debt_id AND what = 'plan'
  AND (done_at IS NULL OR about = :about);

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

-- name: needs_open   scope: client
-- in: client_id id
-- out: ref text, what text, reasons text?, account text, debt_ref text,
--      made_at moment, answer_on day, client_answered_at moment?
-- gives: many
-- What a person told us and only the provider can say; the soonest first.
SELECT r.ref, r.what, r.reasons, d.account, d.ref, r.made_at, r.answer_on,
       r.client_answered_at
FROM request r JOIN debt d ON d.client_id = r.client_id AND d.id = r.debt_id
WHERE r.client_id = :client_id AND r.done_at IS NULL
  AND r.answer_on IS NOT NULL
  AND r.what IN ('wrong', 'insurance', 'complaint')
ORDER BY r.answer_on NULLS FIRST, r.id LIMIT 100;

-- name: need_by_ref   scope: client
-- in: client_id id, ref text
-- out: id id
-- gives: one
SELECT id FROM request
WHERE client_id = :client_id AND ref = :ref AND done_at IS NULL
  AND answer_on IS NOT NULL
  AND what IN ('wrong', 'insurance', 'complaint');

-- name: need_answer   scope: client
-- in: client_id id, id id, client_answer bytes, client_answered_at moment
UPDATE request SET client_answer = :client_answer,
                   client_answered_at = :client_answered_at
WHERE client_id = :client_id AND id = :id AND done_at IS NULL;
