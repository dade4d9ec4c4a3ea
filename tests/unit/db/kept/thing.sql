-- name: thing_add   scope: client
-- in: id id, client_id id, owner_id id?, name text?, amount_cents cents,
--     made_on day?, made_at moment?, tally count, is_open flag, body bytes?
INSERT INTO thing (id, client_id, owner_id, name, amount_cents, made_on,
                   made_at, tally, is_open, body)
VALUES (:id, :client_id, :owner_id, :name, :amount_cents, :made_on,
        :made_at, :tally, :is_open, :body);

-- name: thing_find   scope: client   gives: one
-- in: client_id id, id id
-- out: owner_id id?, name text?, amount_cents cents, made_on day?,
--     made_at moment?, tally count, is_open flag, body bytes?
SELECT owner_id, name, amount_cents, made_on, made_at, tally, is_open, body
FROM thing WHERE client_id = :client_id AND id = :id;

-- name: thing_list   scope: agency   gives: many
-- in: after id, limit count
-- out: id id, client_id id, name text?
SELECT id, client_id, name FROM thing WHERE id > :after
ORDER BY id LIMIT :limit;

-- name: thing_of_others   scope: agency   gives: one
-- out: things count
-- Counts without naming a client: what row security must fence.
SELECT count(*) FROM thing;

-- name: thing_sum   scope: agency   gives: one
-- out: amount_cents cents, tally count
SELECT COALESCE(CAST(sum(amount_cents) AS BIGINT), 0), count(*) FROM thing;

-- name: thing_slow   scope: agency   gives: one
-- out: things count
-- Minutes of work on both engines.
WITH RECURSIVE a (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL
                         SELECT n + 1 FROM a WHERE n < 1000000000)
SELECT CAST(sum(n) AS BIGINT) FROM a;

-- name: stone_add   scope: system
-- in: id id, name text
INSERT INTO stone (id, name) VALUES (:id, :name);

-- name: stone_rename   scope: system
-- in: id id, name text
UPDATE stone SET name = :name WHERE id = :id;

-- name: stone_drop   scope: system
-- in: id id
DELETE FROM stone WHERE id = :id;

-- name: shelf_set   scope: system
-- in: id id, weight count
INSERT INTO shelf (id, weight) SELECT :id, :weight WHERE true
ON CONFLICT (id) DO UPDATE SET weight = excluded.weight;

-- name: shelf_total   scope: system   gives: one
-- out: weight count
SELECT COALESCE(CAST(sum(weight) AS BIGINT), 0) FROM shelf;
