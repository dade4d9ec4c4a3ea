-- name: wish_add   scope: agency
-- in: id id, ref text, kind count, typed bytes, born_on day?, made_at moment,
--     looked_at moment?, person_id id?, code bytes?
INSERT INTO wish (id, ref, kind, typed, born_on, made_at, looked_at,
                  person_id, code)
VALUES (:id, :ref, :kind, :typed, :born_on, :made_at, :looked_at, :person_id,
        :code);

-- name: wishes_open   scope: system
-- out: id id, ref text, typed bytes, born_on day?, made_at moment
-- gives: many
SELECT id, ref, typed, born_on, made_at FROM wish
WHERE looked_at IS NULL ORDER BY id LIMIT 50;

-- name: wish_by_ref   scope: agency
-- in: ref text
-- out: id id, kind count, typed bytes, looked_at moment?, person_id id?,
--      code bytes?, used_at moment?
-- gives: one
SELECT id, kind, typed, looked_at, person_id, code, used_at
FROM wish WHERE ref = :ref;

-- name: wish_looked   scope: system
-- in: id id, looked_at moment, person_id id?, code bytes?
UPDATE wish SET looked_at = :looked_at, person_id = :person_id, code = :code
WHERE id = :id AND looked_at IS NULL;

-- name: wish_used   scope: agency
-- in: id id, used_at moment
UPDATE wish SET used_at = :used_at WHERE id = :id AND used_at IS NULL;

-- name: wish_forget   scope: system
-- in: before moment
DELETE FROM wish WHERE made_at < :before;

-- name: wish_by_email   scope: agency
-- in: address text, born_on day
-- out: id id
-- gives: many
SELECT DISTINCT p.id FROM person_email e JOIN person p ON p.id = e.person_id
WHERE lower(e.address) = lower(:address) AND p.born_on = :born_on
ORDER BY p.id LIMIT 3;

-- name: wish_by_phone   scope: agency
-- in: number text, born_on day
-- out: id id
-- gives: many
SELECT p.id FROM person_phone t JOIN person p ON p.id = t.person_id
WHERE t.number = :number AND p.born_on = :born_on
ORDER BY p.id LIMIT 3;

-- name: wish_codes   scope: agency
-- in: person_id id, since moment
-- out: codes count
-- gives: one
-- Those somebody asked for from outside (app/wish.h: kind 1).
SELECT count(*) FROM wish
WHERE person_id = :person_id AND kind = 1 AND code IS NOT NULL
  AND looked_at > :since;

-- name: wish_debts   scope: person
-- in: person_id id
-- out: client_id id, id id
-- gives: many
-- Bills a letter of ours has left for: a code is never the first they hear.
SELECT d.client_id, d.id FROM debt d
WHERE d.person_id = :person_id AND d.is_undone = 0 AND EXISTS (
    SELECT 1 FROM outbox o
    WHERE o.client_id = d.client_id AND o.debt_id = d.id AND o.channel = 5
      AND o.state = 3)
ORDER BY d.id DESC LIMIT 20;

-- name: wish_letters   scope: person
-- in: person_id id, since moment
-- out: letters count
-- gives: one
SELECT count(*) FROM outbox
WHERE person_id = :person_id AND kind = 'new_code' AND made_at > :since
  AND state <> 4;
