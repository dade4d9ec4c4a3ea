-- name: release_counts   scope: system
-- in: made_on day
-- out: client_id id, letters count, left_cents cents
-- gives: many
-- What was made on that date and has not been decided on.
SELECT o.client_id, count(*),
       CAST(coalesce(sum(b.balance_cents), 0) AS BIGINT)
FROM outbox o
LEFT JOIN debt_balance b ON b.client_id = o.client_id AND b.debt_id = o.debt_id
WHERE o.made_on = :made_on AND o.state < 3 AND o.is_asked = 0
  AND NOT EXISTS (SELECT 1 FROM letter_day l
                  WHERE l.client_id = o.client_id AND l.made_on = o.made_on)
GROUP BY o.client_id ORDER BY o.client_id;

-- name: release_sizes   scope: client
-- in: client_id id
-- out: made_on day, letters count
-- gives: many
-- The last days on which letters of this client left.
SELECT made_on, letters FROM letter_day
WHERE client_id = :client_id AND state = 2
ORDER BY made_on DESC LIMIT 10;

-- name: release_first   scope: client
-- in: client_id id
-- out: made_on day
-- gives: one
SELECT made_on FROM letter_day WHERE client_id = :client_id AND state = 2
ORDER BY made_on LIMIT 1;

-- name: release_add   scope: client
-- in: client_id id, id id, ref text, made_on day, made_at moment,
--     letters count, left_cents cents, why count, usual count, state count,
--     decided_at moment?, decided_by text?
INSERT INTO letter_day (client_id, id, ref, made_on, made_at, letters,
                        left_cents, why, usual, state, decided_at, decided_by)
VALUES (:client_id, :id, :ref, :made_on, :made_at, :letters, :left_cents,
        :why, :usual, :state, :decided_at, :decided_by);

-- name: release_list   scope: system
-- out: client_id id, id id, ref text, code text, made_on day, made_at moment,
--      letters count, left_cents cents, why count, usual count, state count,
--      decided_at moment?, decided_by text?, note text?
-- gives: many
-- Those that wait first, oldest first, then the newest that waited.
SELECT l.client_id, l.id, l.ref, c.code, l.made_on, l.made_at, l.letters,
       l.left_cents, l.why, l.usual, l.state, l.decided_at, l.decided_by,
       l.note
FROM letter_day l JOIN client c ON c.id = l.client_id
WHERE l.state = 1 OR l.why > 0
ORDER BY CASE WHEN l.state = 1 THEN 0 ELSE 1 END NULLS LAST,
         CASE WHEN l.state = 1 THEN l.id ELSE -l.id END NULLS LAST, l.id
LIMIT 500;

-- name: release_by_ref   scope: system
-- in: ref text
-- out: client_id id, id id, code text, made_on day, made_at moment,
--      letters count, left_cents cents, why count, usual count, state count,
--      decided_at moment?, decided_by text?, note text?
-- gives: one
SELECT l.client_id, l.id, c.code, l.made_on, l.made_at, l.letters,
       l.left_cents, l.why, l.usual, l.state, l.decided_at, l.decided_by,
       l.note
FROM letter_day l JOIN client c ON c.id = l.client_id WHERE l.ref = :ref;

-- name: release_open   scope: client
-- in: client_id id, made_on day
-- out: letters count
-- gives: one
-- How many of them can still leave.
SELECT count(*) FROM outbox
WHERE client_id = :client_id AND made_on = :made_on AND state < 3
  AND is_asked = 0;

-- name: release_samples   scope: client
-- in: client_id id, made_on day, limit count
-- out: ref text, content text
-- gives: many
-- One of each kind and language first, then more of them.
SELECT ref, content FROM (
    SELECT o.ref, o.content, o.id,
           row_number() OVER (PARTITION BY o.kind, o.language
                              ORDER BY o.id) AS turn
    FROM outbox o
    WHERE o.client_id = :client_id AND o.made_on = :made_on AND o.state < 3
      AND o.is_asked = 0)
    AS one
ORDER BY turn NULLS LAST, id LIMIT :limit;

-- name: release_decide   scope: client
-- in: client_id id, id id, state count, decided_at moment, decided_by text,
--     note text?
UPDATE letter_day SET state = :state, decided_at = :decided_at,
                      decided_by = :decided_by, note = :note
WHERE client_id = :client_id AND id = :id AND state = 1;

-- name: release_void   scope: client
-- in: client_id id, made_on day, void_reason text
UPDATE outbox SET state = 4, void_reason = :void_reason
WHERE client_id = :client_id AND made_on = :made_on AND state < 3
  AND is_asked = 0;
