-- name: idempotency_find   scope: system   gives: one
-- in: scope text, route text, key text
-- out: request_hash bytes, status count, answer bytes, created_at moment
SELECT request_hash, status, answer, created_at FROM idempotency
WHERE scope = :scope AND route = :route AND key = :key;

-- name: idempotency_add   scope: system
-- in: scope text, route text, key text, request_hash bytes, status count,
--     answer bytes, created_at moment
INSERT INTO idempotency (scope, route, key, request_hash, status, answer,
                         created_at)
VALUES (:scope, :route, :key, :request_hash, :status, :answer, :created_at);

-- name: idempotency_forget   scope: system
-- in: before moment
DELETE FROM idempotency WHERE created_at < :before;
