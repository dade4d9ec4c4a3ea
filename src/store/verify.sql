-- name: verify_balances   scope: system
-- in: after id, limit count
-- out: client_id id, debt_id id, cached_cents cents, summed_cents cents
-- gives: many
-- Cached against summed, a page at a time.
SELECT b.client_id, b.debt_id, b.balance_cents,
       (SELECT CAST(coalesce(sum(t.amount_cents), 0) AS BIGINT)
        FROM ledger_transfer t
        WHERE t.client_id = b.client_id AND t.debit_account = b.debt_id)
     - (SELECT CAST(coalesce(sum(t.amount_cents), 0) AS BIGINT)
        FROM ledger_transfer t
        WHERE t.client_id = b.client_id AND t.credit_account = b.debt_id)
FROM debt_balance b WHERE b.debt_id > :after
ORDER BY b.debt_id NULLS LAST LIMIT :limit;

-- name: verify_debts_without_balance   scope: system
-- out: things count
-- gives: one
SELECT count(*) FROM debt d WHERE NOT EXISTS (
    SELECT 1 FROM debt_balance b
    WHERE b.client_id = d.client_id AND b.debt_id = d.id);

-- name: verify_plans   scope: system
-- out: things count
-- gives: one
-- Active plans whose instalments do not add up to their total.
SELECT count(*) FROM plan p WHERE p.total_cents <> (
    SELECT CAST(coalesce(sum(i.amount_cents), 0) AS BIGINT) FROM plan_item i
    WHERE i.client_id = p.client_id AND i.plan_id = p.id);

-- name: verify_changes   scope: system
-- out: things count
-- gives: one
-- Plans that ended without a word of why, or go on after one; changes whose
-- new plan is not all that was left.
SELECT (SELECT count(*) FROM plan p WHERE p.is_active = 0 AND NOT EXISTS (
            SELECT 1 FROM plan_change c
            WHERE c.client_id = p.client_id AND c.plan_id = p.id))
     + (SELECT count(*) FROM plan p JOIN plan_change c
          ON c.client_id = p.client_id AND c.plan_id = p.id
        WHERE p.is_active = 1)
     + (SELECT count(*) FROM plan_change c JOIN plan n
          ON n.client_id = c.client_id AND n.id = c.next_id
        WHERE n.total_cents <> c.left_cents OR n.debt_id <> c.debt_id
           OR n.first_due <> c.first_on);

-- name: verify_remits   scope: system
-- out: things count
-- gives: one
SELECT count(*) FROM remit r WHERE r.net_cents <> (
    SELECT CAST(coalesce(sum(l.net_cents), 0) AS BIGINT) FROM remit_line l
    WHERE l.client_id = r.client_id AND l.remit_id = r.id);

-- name: verify_outbox   scope: system
-- out: things count
-- gives: one
-- Messages whose answer did not allow them.
SELECT count(*) FROM outbox o WHERE NOT EXISTS (
    SELECT 1 FROM contact_answer a
    WHERE a.person_id = o.person_id AND a.id = o.answer_id
      AND a.channel = o.channel AND a.decision >= 3);

-- name: verify_released   scope: system
-- out: things count
-- gives: one
-- Messages that were taken or left before somebody released them.
SELECT count(*) FROM outbox o WHERE o.state IN (2, 3)
  AND o.is_asked = 0 AND NOT EXISTS (
    SELECT 1 FROM letter_day l
    WHERE l.client_id = o.client_id AND l.made_on = o.made_on
      AND l.state = 2);

-- name: verify_batches   scope: system
-- out: things count
-- gives: one
-- Finished imports whose rows do not add up to their counts.
SELECT count(*) FROM batch b WHERE b.state = 2 AND (
    SELECT count(*) FROM batch_row r
    WHERE r.client_id = b.client_id AND r.batch_id = b.id)
    <> b.accepted + b.held + b.refused + b.known;

-- name: verify_totals   scope: system
-- out: persons count, debts count, events count, transfers count,
--      messages count, plans count, owed_cents cents
-- gives: one
SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM debt),
       (SELECT count(*) FROM ledger_event),
       (SELECT count(*) FROM ledger_transfer),
       (SELECT count(*) FROM outbox), (SELECT count(*) FROM plan),
       (SELECT CAST(coalesce(sum(balance_cents), 0) AS BIGINT)
        FROM debt_balance);

-- name: verify_trust   scope: system
-- out: things count
-- gives: one
-- Per client: TRUST + PAYABLE + FEE + FEE_TAKEN (3 .. 6) add up to zero.
SELECT count(*) FROM client c WHERE
  (SELECT CAST(coalesce(sum(t.amount_cents), 0) AS BIGINT)
   FROM ledger_transfer t
   WHERE t.client_id = c.id AND t.debit_account BETWEEN 3 AND 6)
  <>
  (SELECT CAST(coalesce(sum(t.amount_cents), 0) AS BIGINT)
   FROM ledger_transfer t
   WHERE t.client_id = c.id AND t.credit_account BETWEEN 3 AND 6);
