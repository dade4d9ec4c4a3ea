-- name: idempotency_take   scope: system
-- in: scope text, route text, key text, request_hash bytes,
--     created_at moment
-- Changes one row when the key was free.
INSERT INTO idempotency (scope, route, key, request_hash, created_at)
VALUES (:scope, :route, :key, :request_hash, :created_at)
ON CONFLICT (scope, route, key) DO NOTHING;

-- name: idempotency_find   scope: system   gives: one
-- in: scope text, route text, key text
-- out: request_hash bytes, status count, answer bytes
SELECT k.request_hash, a.status, a.answer
FROM idempotency k JOIN idempotency_answer a
  ON a.scope = k.scope AND a.route = k.route AND a.key = k.key
WHERE k.scope = :scope AND k.route = :route AND k.key = :key;

-- name: idempotency_answer_add   scope: system
-- in: scope text, route text, key text, status count, answer bytes,
--     created_at moment
INSERT INTO idempotency_answer (scope, route, key, status, answer,
                                created_at)
VALUES (:scope, :route, :key, :status, :answer, :created_at);

-- name: idempotency_forget   scope: system
-- in: before moment
DELETE FROM idempotency WHERE created_at < :before;

-- name: idempotency_answer_forget   scope: system
-- in: before moment
DELETE FROM idempotency_answer WHERE created_at < :before;
