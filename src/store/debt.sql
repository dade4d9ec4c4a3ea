-- name: debt_add   scope: client
-- in: person_id id, client_id id, id id, ref text, facility_id id,
--     batch_id id, account text, program count, patient_first text?,
--     service_on day, service_to day?, placed_on day,
--     itemization_kind count, itemization_on day?, itemization_cents cents,
--     charged_cents cents, insurance_cents cents, adjusted_cents cents,
--     paid_cents cents, placed_cents cents, created_at moment
INSERT INTO debt (person_id, client_id, id, ref, facility_id, batch_id,
                  account, program, patient_first, service_on, service_to,
                  placed_on,
                  itemization_kind, itemization_on, itemization_cents,
                  charged_cents, insurance_cents, adjusted_cents, paid_cents,
                  placed_cents, is_undone, created_at)
VALUES (:person_id, :client_id, :id, :ref, :facility_id, :batch_id, :account,
        :program, :patient_first, :service_on, :service_to, :placed_on,
        :itemization_kind, :itemization_on, :itemization_cents, :charged_cents,
        :insurance_cents, :adjusted_cents, :paid_cents, :placed_cents, 0,
        :created_at);

-- name: debt_by_account   scope: client
-- in: client_id id, account text
-- out: person_id id, id id, ref text, placed_cents cents
-- gives: one
SELECT person_id, id, ref, placed_cents FROM debt
WHERE client_id = :client_id AND account = :account AND is_undone = 0;

-- name: debt_key_by_ref   scope: agency
-- in: ref text
-- out: person_id id, client_id id, id id
-- gives: one
SELECT person_id, client_id, id FROM debt
WHERE ref = :ref AND is_undone = 0;

-- name: debt_by_id   scope: client
-- in: client_id id, id id
-- out: person_id id, ref text, facility_id id, facility_code text,
--      batch_id id, account text, program count, patient_first text?,
--      service_on day, service_to day?, placed_on day,
--      itemization_kind count, itemization_on day?, itemization_cents cents,
--      charged_cents cents, insurance_cents cents, adjusted_cents cents,
--      paid_cents cents, placed_cents cents, balance_cents cents,
--      is_undone flag
-- gives: one
SELECT d.person_id, d.ref, d.facility_id, f.code, d.batch_id, d.account,
       d.program, d.patient_first, d.service_on, d.service_to, d.placed_on,
       d.itemization_kind, d.itemization_on, d.itemization_cents,
       d.charged_cents, d.insurance_cents, d.adjusted_cents, d.paid_cents,
       d.placed_cents, b.balance_cents, d.is_undone
FROM debt d
JOIN facility f ON f.client_id = d.client_id AND f.id = d.facility_id
JOIN debt_balance b ON b.client_id = d.client_id AND b.debt_id = d.id
WHERE d.client_id = :client_id AND d.id = :id;

-- name: debts_of_person   scope: person
-- in: person_id id
-- out: client_id id, id id, ref text, account text, service_on day,
--      balance_cents cents
-- gives: many
SELECT d.client_id, d.id, d.ref, d.account, d.service_on, b.balance_cents
FROM debt d
JOIN debt_balance b ON b.client_id = d.client_id AND b.debt_id = d.id
WHERE d.person_id = :person_id AND d.is_undone = 0
ORDER BY d.service_on, d.id LIMIT 500;

-- name: debts_of_client   scope: client
-- in: client_id id, after id, limit count
-- out: id id, ref text, account text, service_on day, placed_on day,
--      placed_cents cents, balance_cents cents, first text, last text
-- gives: many
SELECT d.id, d.ref, d.account, d.service_on, d.placed_on, d.placed_cents,
       b.balance_cents, p.first, p.last
FROM debt d
JOIN debt_balance b ON b.client_id = d.client_id AND b.debt_id = d.id
JOIN person p ON p.id = d.person_id
WHERE d.client_id = :client_id AND d.is_undone = 0 AND d.id > :after
ORDER BY d.id LIMIT :limit;

-- name: debts_of_batch   scope: client
-- in: client_id id, batch_id id, after id, limit count
-- out: id id, person_id id, balance_cents cents
-- gives: many
SELECT d.id, d.person_id, b.balance_cents
FROM debt d
JOIN debt_balance b ON b.client_id = d.client_id AND b.debt_id = d.id
WHERE d.client_id = :client_id AND d.batch_id = :batch_id
  AND d.is_undone = 0 AND d.id > :after
ORDER BY d.id LIMIT :limit;

-- name: debt_undo   scope: client
-- in: client_id id, id id
UPDATE debt SET is_undone = 1
WHERE client_id = :client_id AND id = :id AND is_undone = 0;

-- name: client_totals   scope: client
-- in: client_id id
-- out: debts count, placed_cents cents, balance_cents cents
-- gives: one
SELECT count(*), CAST(coalesce(sum(d.placed_cents), 0) AS BIGINT),
       CAST(coalesce(sum(b.balance_cents), 0) AS BIGINT)
FROM debt d
JOIN debt_balance b ON b.client_id = d.client_id AND b.debt_id = d.id
WHERE d.client_id = :client_id AND d.is_undone = 0;

-- name: debt_person   scope: client
-- in: client_id id, id id
-- out: person_id id
-- gives: one
SELECT person_id FROM debt WHERE client_id = :client_id AND id = :id;
