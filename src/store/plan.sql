-- name: plan_add   scope: client
-- in: person_id id, client_id id, debt_id id, id id, ref text,
--     offer_ref text, months count, total_cents cents, first_due day,
--     agreed_at moment, agreed_words text, language count
INSERT INTO plan (person_id, client_id, debt_id, id, ref, offer_ref, months,
                  total_cents, first_due, agreed_at, agreed_words, language,
                  is_active)
VALUES (:person_id, :client_id, :debt_id, :id, :ref, :offer_ref, :months,
        :total_cents, :first_due, :agreed_at, :agreed_words, :language, 1);

-- name: plan_item_add   scope: client
-- in: client_id id, plan_id id, line count, due_on day, amount_cents cents
INSERT INTO plan_item (client_id, plan_id, line, due_on, amount_cents)
VALUES (:client_id, :plan_id, :line, :due_on, :amount_cents);

-- name: plan_active   scope: client
-- in: client_id id, debt_id id
-- out: id id, ref text, months count, total_cents cents, first_due day,
--      agreed_at moment, language count
-- gives: one
SELECT id, ref, months, total_cents, first_due, agreed_at, language
FROM plan
WHERE client_id = :client_id AND debt_id = :debt_id AND is_active = 1;

-- name: plan_items   scope: client
-- in: client_id id, plan_id id
-- out: line count, due_on day, amount_cents cents
-- gives: many
SELECT line, due_on, amount_cents FROM plan_item
WHERE client_id = :client_id AND plan_id = :plan_id ORDER BY line;

-- name: plan_end   scope: client
-- in: client_id id, id id
UPDATE plan SET is_active = 0
WHERE client_id = :client_id AND id = :id AND is_active = 1;
