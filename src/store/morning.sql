-- name: morning_counts   scope: system
-- in: today day, yesterday day, missed_on day
-- out: sent_today count, sent_before count, held_back count, requests count,
--      requests_late count, plans count, plans_missed count
-- gives: one
SELECT (SELECT count(*) FROM outbox
        WHERE made_on = :today AND state = 3 AND channel = 5),
       (SELECT count(*) FROM outbox
        WHERE made_on = :yesterday AND state = 3 AND channel = 5),
       (SELECT CAST(coalesce(sum(letters), 0) AS BIGINT) FROM letter_day
        WHERE made_on >= :yesterday AND state IN (3, 4)),
       (SELECT count(*) FROM request WHERE done_at IS NULL),
       (SELECT count(*) FROM request
        WHERE done_at IS NULL AND answer_on < :today),
       (SELECT count(*) FROM plan p JOIN debt_balance b
          ON b.client_id = p.client_id AND b.debt_id = p.debt_id
        WHERE p.is_active = 1 AND b.balance_cents > 0),
       (SELECT count(*) FROM plan p JOIN debt_balance b
          ON b.client_id = p.client_id AND b.debt_id = p.debt_id
        WHERE p.is_active = 1 AND b.balance_cents > 0
          AND p.total_cents - b.balance_cents < (
              SELECT CAST(coalesce(sum(i.amount_cents), 0) AS BIGINT)
              FROM plan_item i
              WHERE i.client_id = p.client_id AND i.plan_id = p.id
                AND i.due_on < :missed_on));

-- name: morning_money   scope: system
-- in: month_on day, yesterday day, today day
-- out: client_id id, code text, before_cents cents, month_cents cents
-- gives: many
-- What came in by us, less what was taken back: that day, and this month.
SELECT c.id, c.code,
  (SELECT CAST(coalesce(sum(CASE WHEN e.reverses IS NULL THEN e.amount_cents
                                 ELSE -e.amount_cents END), 0) AS BIGINT)
   FROM ledger_event e
   LEFT JOIN ledger_event r ON r.client_id = e.client_id AND r.id = e.reverses
   WHERE e.client_id = c.id AND e.business_on = :yesterday
     AND coalesce(r.kind, e.kind) = 2),
  (SELECT CAST(coalesce(sum(CASE WHEN e.reverses IS NULL THEN e.amount_cents
                                 ELSE -e.amount_cents END), 0) AS BIGINT)
   FROM ledger_event e
   LEFT JOIN ledger_event r ON r.client_id = e.client_id AND r.id = e.reverses
   WHERE e.client_id = c.id AND e.business_on >= :month_on
     AND e.business_on <= :today AND coalesce(r.kind, e.kind) = 2)
FROM client c ORDER BY c.code LIMIT 500;

-- name: morning_files   scope: system
-- in: since moment
-- out: client_id id, started_at moment
-- gives: many
-- Files that were taken in and not taken back.
SELECT client_id, started_at FROM batch
WHERE state = 2 AND started_at >= :since
ORDER BY client_id, id LIMIT 20000;
