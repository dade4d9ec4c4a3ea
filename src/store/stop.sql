-- name: stop_add   scope: system
-- in: id id, ref text, client_id id?, facility text?, batch_id id?,
--     debt_id id?, state text?, channel count, message text?, why text,
--     started_at moment, started_by text
INSERT INTO stop (id, ref, client_id, facility, batch_id, debt_id, state,
                  channel, message, why, started_at, started_by)
VALUES (:id, :ref, :client_id, :facility, :batch_id, :debt_id, :state,
        :channel, :message, :why, :started_at, :started_by);

-- name: stops_for   scope: system
-- in: client_id id, facility text?, batch_id id?, debt_id id, state text?,
--     message text?, as_of moment
-- out: id id, channel count, started_at moment
-- gives: many
-- In force at as_of for this bill: what a stop does not name it covers.
SELECT id, channel, started_at FROM stop
WHERE started_at <= :as_of AND (ended_at IS NULL OR ended_at > :as_of)
  AND (client_id IS NULL OR client_id = :client_id)
  AND (facility IS NULL OR facility = :facility)
  AND (batch_id IS NULL OR batch_id = :batch_id)
  AND (debt_id IS NULL OR debt_id = :debt_id)
  AND (state IS NULL OR state = :state)
  AND (message IS NULL OR message = :message)
ORDER BY id LIMIT 100;

-- name: stop_open_count   scope: system
-- out: things count
-- gives: one
SELECT count(*) FROM stop WHERE ended_at IS NULL AND debt_id IS NULL;

-- name: stop_list   scope: system
-- in: client_id id?, ref text?
-- out: ref text, client_code text?, facility text?, batch_file text?,
--      debt_account text?, state text?, channel count, message text?,
--      why text, started_at moment, started_by text, ended_at moment?,
--      ended_by text?
-- gives: many
-- Of one client, or all, or one by its ref; those in force first, then the
-- newest.
SELECT s.ref, c.code, s.facility, b.file_name, d.account, s.state, s.channel,
       s.message, s.why, s.started_at, s.started_by, s.ended_at, s.ended_by
FROM stop s LEFT JOIN client c ON c.id = s.client_id
LEFT JOIN batch b ON b.client_id = s.client_id AND b.id = s.batch_id
LEFT JOIN debt d ON d.client_id = s.client_id AND d.id = s.debt_id
WHERE (:client_id IS NULL OR s.client_id = :client_id)
  AND (:ref IS NULL OR s.ref = :ref)
ORDER BY s.ended_at DESC NULLS FIRST, s.id DESC LIMIT 100;

-- name: stop_by_ref   scope: system
-- in: ref text
-- out: id id, client_id id?, facility text?, batch_id id?, debt_id id?,
--      state text?, ended_at moment?
-- gives: one
SELECT id, client_id, facility, batch_id, debt_id, state, ended_at
FROM stop WHERE ref = :ref;

-- name: stop_end   scope: system
-- in: id id, ended_at moment, ended_by text
UPDATE stop SET ended_at = :ended_at, ended_by = :ended_by
WHERE id = :id AND ended_at IS NULL;

-- name: stop_bills   scope: system
-- in: client_id id?, facility text?, batch_id id?, debt_id id?, state text?
-- out: bills count, left_cents cents
-- gives: one
-- How much it covers.
SELECT count(*), CAST(coalesce(sum(b.balance_cents), 0) AS BIGINT)
FROM debt d JOIN debt_balance b ON b.client_id = d.client_id
                               AND b.debt_id = d.id
LEFT JOIN facility f ON f.client_id = d.client_id AND f.id = d.facility_id
WHERE d.is_undone = 0
  AND (:client_id IS NULL OR d.client_id = :client_id)
  AND (:facility IS NULL OR f.code = :facility)
  AND (:batch_id IS NULL OR d.batch_id = :batch_id)
  AND (:debt_id IS NULL OR d.id = :debt_id)
  AND (:state IS NULL OR EXISTS (
        SELECT 1 FROM person_address a
        WHERE a.person_id = d.person_id AND a.state = :state));
