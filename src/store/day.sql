-- name: day_step_add   scope: system
-- in: business_on day, step text, unit text, done_at moment
INSERT INTO day_step (business_on, step, unit, done_at)
VALUES (:business_on, :step, :unit, :done_at);

-- name: day_step_find   scope: system
-- in: business_on day, step text, unit text
-- out: done_at moment
-- gives: one
SELECT done_at FROM day_step
WHERE business_on = :business_on AND step = :step AND unit = :unit;

-- name: day_last   scope: system
-- in: step text
-- out: business_on day
-- gives: one
SELECT business_on FROM day_step WHERE step = :step
ORDER BY business_on DESC, unit LIMIT 1;

-- name: job_add   scope: system
-- in: id id, ref text, kind text, started_at moment
INSERT INTO job (id, ref, kind, state, done, total, started_at)
VALUES (:id, :ref, :kind, 1, 0, 0, :started_at);

-- name: job_progress   scope: system
-- in: id id, done count, total count
UPDATE job SET done = :done, total = :total WHERE id = :id AND state = 1;

-- name: job_finish   scope: system
-- in: id id, state count, result text, finished_at moment
UPDATE job SET state = :state, result = :result, finished_at = :finished_at
WHERE id = :id AND state = 1;

-- name: job_by_ref   scope: system
-- in: ref text
-- out: id id, kind text, state count, done count, total count, result text?,
--      started_at moment, finished_at moment?
-- gives: one
SELECT id, kind, state, done, total, result, started_at, finished_at
FROM job WHERE ref = :ref;
