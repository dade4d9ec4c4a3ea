-- name: plan_add   scope: client
-- in: person_id id, client_id id, debt_id id, id id, ref text,
--     offer_ref text, months count, total_cents cents, first_due day,
--     agreed_at moment, agreed_words text, language count, reminds flag
INSERT INTO plan (person_id, client_id, debt_id, id, ref, offer_ref, months,
                  total_cents, first_due, agreed_at, agreed_words, language,
                  is_active, reminds)
VALUES (:person_id, :client_id, :debt_id, :id, :ref, :offer_ref, :months,
        :total_cents, :first_due, :agreed_at, :agreed_words, :language, 1, :reminds);

-- name: plan_item_add   scope: client
-- in: client_id id, plan_id id, line count, due_on day, amount_cents cents
INSERT INTO plan_item (client_id, plan_id, line, due_on, amount_cents)
VALUES (:client_id, :plan_id, :line, :due_on, :amount_cents);

-- name: plan_active   scope: client
-- in: client_id id, debt_id id
-- out: id id, ref text, months count, total_cents cents, first_due day,
--      agreed_at moment, language count, reminds flag
-- gives: one
SELECT id, ref, months, total_cents, first_due, agreed_at, language, reminds
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

-- name: plan_remind   scope: client
-- in: client_id id, id id, reminds flag
UPDATE plan SET reminds = :reminds
WHERE client_id = :client_id AND id = :id AND is_active = 1;

-- name: plan_change_add   scope: client
-- in: person_id id, client_id id, debt_id id, id id, ref text, plan_id id,
--     next_id id?, what count, due_on day?, first_on day?, left_cents cents,
--     words text, made_at moment, made_by text
INSERT INTO plan_change (person_id, client_id, debt_id, id, ref, plan_id,
                         next_id, what, due_on, first_on, left_cents, words,
                         made_at, made_by)
VALUES (:person_id, :client_id, :debt_id, :id, :ref, :plan_id, :next_id,
        :what, :due_on, :first_on, :left_cents, :words, :made_at, :made_by);

-- name: plan_changes   scope: client
-- in: client_id id, debt_id id
-- out: ref text, what count, next_id id?, due_on day?, first_on day?,
--      left_cents cents, made_at moment, made_by text
-- gives: many
SELECT ref, what, next_id, due_on, first_on, left_cents, made_at, made_by
FROM plan_change WHERE client_id = :client_id AND debt_id = :debt_id
ORDER BY id LIMIT 500;

-- name: plans_due   scope: system
-- in: today day, after id, limit count
-- out: person_id id, client_id id, debt_id id, id id
-- gives: many
-- Plans whose payments up to a date are not covered by what lowered the bill.
SELECT p.person_id, p.client_id, p.debt_id, p.id
FROM plan p
JOIN debt_balance b ON b.client_id = p.client_id AND b.debt_id = p.debt_id
WHERE p.is_active = 1 AND p.id > :after AND b.balance_cents > 0
  AND p.total_cents - b.balance_cents < (
      SELECT CAST(coalesce(sum(i.amount_cents), 0) AS BIGINT)
      FROM plan_item i
      WHERE i.client_id = p.client_id AND i.plan_id = p.id
        AND i.due_on <= :today)
ORDER BY p.id LIMIT :limit;
