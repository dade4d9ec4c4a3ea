-- name: ledger_account_add   scope: client
-- in: client_id id, id id, kind count, debt_id id?
INSERT INTO ledger_account (client_id, id, kind, debt_id)
VALUES (:client_id, :id, :kind, :debt_id)
ON CONFLICT (client_id, id) DO NOTHING;

-- name: ledger_event_add   scope: client
-- in: client_id id, id id, ref text, debt_id id?, kind count,
--     amount_cents cents, fee_cents cents, business_on day,
--     recorded_at moment, reverses id?, method text?, number text?,
--     source_key text?, recorded_by text
INSERT INTO ledger_event (client_id, id, ref, debt_id, kind, amount_cents,
                          fee_cents, business_on, recorded_at, reverses,
                          method, number, source_key, recorded_by)
VALUES (:client_id, :id, :ref, :debt_id, :kind, :amount_cents, :fee_cents,
        :business_on, :recorded_at, :reverses, :method, :number, :source_key,
        :recorded_by);

-- name: ledger_transfer_append   scope: client
-- in: client_id id, event_id id, line count, debit_account id,
--     credit_account id, amount_cents cents, business_on day,
--     recorded_at moment
-- Transfers are final; the schema forbids UPDATE and DELETE.
INSERT INTO ledger_transfer (client_id, event_id, line, debit_account,
                             credit_account, amount_cents, business_on,
                             recorded_at)
VALUES (:client_id, :event_id, :line, :debit_account, :credit_account,
        :amount_cents, :business_on, :recorded_at);

-- name: ledger_event_by_source   scope: client
-- in: client_id id, source_key text
-- out: id id, ref text, debt_id id?, amount_cents cents
-- gives: one
SELECT id, ref, debt_id, amount_cents FROM ledger_event
WHERE client_id = :client_id AND source_key = :source_key;

-- name: ledger_event_key_by_ref   scope: agency
-- in: ref text
-- out: client_id id, id id, debt_id id?
-- gives: one
SELECT client_id, id, debt_id FROM ledger_event WHERE ref = :ref;

-- name: ledger_event_by_id   scope: client
-- in: client_id id, id id
-- out: ref text, debt_id id?, kind count, amount_cents cents,
--      fee_cents cents, business_on day, method text?, number text?,
--      is_reversed flag
-- gives: one
SELECT e.ref, e.debt_id, e.kind, e.amount_cents, e.fee_cents, e.business_on,
       e.method, e.number,
       CASE WHEN EXISTS (SELECT 1 FROM ledger_event r
                         WHERE r.client_id = e.client_id
                           AND r.reverses = e.id) THEN 1 ELSE 0 END
FROM ledger_event e WHERE e.client_id = :client_id AND e.id = :id;

-- name: ledger_transfers_of_event   scope: client
-- in: client_id id, event_id id
-- out: line count, debit_account id, credit_account id, amount_cents cents
-- gives: many
SELECT line, debit_account, credit_account, amount_cents
FROM ledger_transfer
WHERE client_id = :client_id AND event_id = :event_id ORDER BY line;

-- name: ledger_events_of_debt   scope: client
-- in: client_id id, debt_id id
-- out: id id, ref text, kind count, amount_cents cents, business_on day,
--      recorded_at moment, method text?, number text?, reverses id?
-- gives: many
SELECT id, ref, kind, amount_cents, business_on, recorded_at, method, number,
       reverses
FROM ledger_event WHERE client_id = :client_id AND debt_id = :debt_id
ORDER BY id LIMIT 1000;

-- name: debt_balance_add   scope: client
-- in: client_id id, debt_id id, balance_cents cents
INSERT INTO debt_balance (client_id, debt_id, balance_cents)
VALUES (:client_id, :debt_id, :balance_cents);

-- name: debt_balance_load   scope: client
-- in: client_id id, debt_id id
-- out: balance_cents cents
-- gives: one
SELECT balance_cents FROM debt_balance
WHERE client_id = :client_id AND debt_id = :debt_id;

-- name: debt_balance_move   scope: client
-- in: client_id id, debt_id id, before_cents cents, after_cents cents
-- Changes nothing when the balance is no longer what was decided upon.
UPDATE debt_balance SET balance_cents = :after_cents
WHERE client_id = :client_id AND debt_id = :debt_id
  AND balance_cents = :before_cents;

-- name: ledger_to_remit   scope: client
-- in: client_id id, through_on day, payable id
-- out: id id, ref text, account text, paid_kind count, amount_cents cents,
--      fee_cents cents, business_on day, method text?, reverses id?
-- gives: many
-- Money events not yet on a remittance; a reversal shows what it reverses.
SELECT e.id, e.ref, d.account, coalesce(r.kind, e.kind), e.amount_cents,
       e.fee_cents, e.business_on, e.method, e.reverses
FROM ledger_event e
JOIN debt d ON d.client_id = e.client_id AND d.id = e.debt_id
LEFT JOIN ledger_event r ON r.client_id = e.client_id AND r.id = e.reverses
WHERE e.client_id = :client_id AND e.business_on <= :through_on
  AND NOT EXISTS (SELECT 1 FROM remit_line l
                  WHERE l.client_id = e.client_id AND l.event_id = e.id)
  AND EXISTS (SELECT 1 FROM ledger_transfer t
              WHERE t.client_id = e.client_id AND t.event_id = e.id
                AND (t.debit_account = :payable OR t.credit_account = :payable))
ORDER BY e.business_on, e.id;

-- name: ledger_account_sum   scope: client
-- in: client_id id, account id, through_on day
-- out: debit_cents cents, credit_cents cents
-- gives: one
SELECT
  (SELECT CAST(coalesce(sum(amount_cents), 0) AS BIGINT)
   FROM ledger_transfer
   WHERE client_id = :client_id AND debit_account = :account
     AND business_on <= :through_on),
  (SELECT CAST(coalesce(sum(amount_cents), 0) AS BIGINT)
   FROM ledger_transfer
   WHERE client_id = :client_id AND credit_account = :account
     AND business_on <= :through_on);

-- name: remit_add   scope: client
-- in: client_id id, id id, ref text, through_on day, event_id id,
--     gross_cents cents, fee_cents cents, net_cents cents, made_at moment
INSERT INTO remit (client_id, id, ref, through_on, event_id, gross_cents,
                   fee_cents, net_cents, made_at)
VALUES (:client_id, :id, :ref, :through_on, :event_id, :gross_cents,
        :fee_cents, :net_cents, :made_at);

-- name: remit_line_add   scope: client
-- in: client_id id, event_id id, remit_id id, gross_cents cents,
--     fee_cents cents, net_cents cents
INSERT INTO remit_line (client_id, event_id, remit_id, gross_cents,
                        fee_cents, net_cents)
VALUES (:client_id, :event_id, :remit_id, :gross_cents, :fee_cents,
        :net_cents);

-- name: remit_by_day   scope: client
-- in: client_id id, through_on day
-- out: id id, ref text, gross_cents cents, fee_cents cents, net_cents cents,
--      made_at moment
-- gives: one
SELECT id, ref, gross_cents, fee_cents, net_cents, made_at
FROM remit WHERE client_id = :client_id AND through_on = :through_on;

-- name: remit_by_ref   scope: client
-- in: client_id id, ref text
-- out: id id, through_on day, gross_cents cents, fee_cents cents,
--      net_cents cents
-- gives: one
SELECT id, through_on, gross_cents, fee_cents, net_cents
FROM remit WHERE client_id = :client_id AND ref = :ref;

-- name: remit_list   scope: client
-- in: client_id id
-- out: id id, ref text, through_on day, gross_cents cents, fee_cents cents,
--      net_cents cents, made_at moment
-- gives: many
SELECT id, ref, through_on, gross_cents, fee_cents, net_cents, made_at
FROM remit WHERE client_id = :client_id ORDER BY through_on DESC, id
LIMIT 200;

-- name: remit_lines   scope: client
-- in: client_id id, remit_id id
-- out: event_ref text, account text, kind count, business_on day,
--      method text?, number text?, gross_cents cents, fee_cents cents,
--      net_cents cents
-- gives: many
SELECT e.ref, d.account, e.kind, e.business_on, e.method, e.number,
       l.gross_cents, l.fee_cents, l.net_cents
FROM remit_line l
JOIN ledger_event e ON e.client_id = l.client_id AND e.id = l.event_id
JOIN debt d ON d.client_id = e.client_id AND d.id = e.debt_id
WHERE l.client_id = :client_id AND l.remit_id = :remit_id
ORDER BY e.business_on, e.id;

-- name: ledger_opening_of_debt   scope: client
-- in: client_id id, debt_id id
-- out: id id, amount_cents cents, business_on day
-- gives: one
SELECT id, amount_cents, business_on FROM ledger_event
WHERE client_id = :client_id AND debt_id = :debt_id AND kind = 1
ORDER BY id LIMIT 1;

-- name: ledger_moves_of_debt   scope: client
-- in: client_id id, debt_id id
-- out: kind count, owed_cents cents
-- gives: many
-- What each transfer did to what is owed; a reversal counts with the kind it
-- reverses.  By the bill's events, and sorted at the end: by account, or
-- in the order of a key, SQLite would read all transfers of the client.
SELECT coalesce(r.kind, e.kind),
       CASE WHEN t.debit_account = :debt_id THEN t.amount_cents
            ELSE -t.amount_cents END
FROM ledger_event e
JOIN ledger_transfer t ON t.client_id = e.client_id AND t.event_id = e.id
LEFT JOIN ledger_event r ON r.client_id = e.client_id AND r.id = e.reverses
WHERE e.client_id = :client_id AND e.debt_id = :debt_id
  AND (t.debit_account = :debt_id OR t.credit_account = :debt_id)
ORDER BY e.recorded_at, t.event_id, t.line;

-- name: ledger_owed_at   scope: client
-- in: client_id id, debt_id id, as_of moment
-- out: owed_cents cents, last_at moment?
-- gives: one
-- What was left as known then, and when it last changed; NULL: never opened.
SELECT CAST(coalesce(sum(CASE WHEN t.debit_account = :debt_id
                              THEN t.amount_cents
                              ELSE -t.amount_cents END), 0) AS BIGINT),
       max(t.recorded_at)
FROM ledger_event e
JOIN ledger_transfer t ON t.client_id = e.client_id AND t.event_id = e.id
WHERE e.client_id = :client_id AND e.debt_id = :debt_id
  AND t.recorded_at <= :as_of
  AND (t.debit_account = :debt_id OR t.credit_account = :debt_id);
