-- name: outbox_add   scope: client
-- in: person_id id, client_id id, debt_id id, id id, ref text,
--     channel count, kind text, about text, language count, template text,
--     content text, code_sealed bytes?, answer_id id, made_on day,
--     made_at moment, address text?, is_asked flag
INSERT INTO outbox (person_id, client_id, debt_id, id, ref, channel, kind,
                    about, language, template, content, code_sealed, answer_id,
                    made_on, made_at, address, is_asked, state)
VALUES (:person_id, :client_id, :debt_id, :id, :ref, :channel, :kind,
        :about, :language, :template, :content, :code_sealed, :answer_id, :made_on,
        :made_at, :address, :is_asked, 1);

-- name: outbox_open   scope: system
-- in: channel count, after id, limit count
-- out: id id, ref text, channel count, kind text, language count,
--      content text, code_sealed bytes?, made_on day, made_at moment,
--      address text?
-- gives: many
-- Letters (5), released or asked for, and taken by a courier that may have
-- died: a second carrying writes the same bytes to the same name.  An e-mail
-- (4) that was taken once is not offered again: it may have left.
SELECT o.id, o.ref, o.channel, o.kind, o.language, o.content, o.code_sealed,
       o.made_on, o.made_at, o.address
FROM outbox o
LEFT JOIN letter_day l ON l.client_id = o.client_id AND l.made_on = o.made_on
WHERE o.state < 3 AND o.channel = :channel
  AND (o.channel = 4 AND o.state < 2
       OR o.channel = 5 AND (o.is_asked = 1 OR l.state = 2))
  AND o.id > :after ORDER BY o.id LIMIT :limit;

-- name: outbox_by_ref   scope: system
-- in: ref text
-- out: person_id id, client_id id, debt_id id, id id, channel count,
--      kind text, language count, content text, code_sealed bytes?,
--      made_on day, made_at moment, state count, sha256 text?,
--      sent_at moment?, address text?, about text, is_released flag
-- gives: one
SELECT o.person_id, o.client_id, o.debt_id, o.id, o.channel, o.kind,
       o.language, o.content, o.code_sealed, o.made_on, o.made_at, o.state,
       o.sha256, o.sent_at, o.address, o.about,
       CASE WHEN o.is_asked = 1 OR EXISTS (
            SELECT 1 FROM letter_day l
            WHERE l.client_id = o.client_id AND l.made_on = o.made_on
              AND l.state = 2) THEN 1 ELSE 0 END
FROM outbox o WHERE o.ref = :ref;

-- name: outbox_take   scope: client
-- in: client_id id, id id, taken_at moment
UPDATE outbox SET state = 2, taken_at = :taken_at
WHERE client_id = :client_id AND id = :id AND state < 3;

-- name: outbox_sent   scope: client
-- in: client_id id, id id, sent_at moment, sha256 text
UPDATE outbox SET state = 3, sent_at = :sent_at, sha256 = :sha256
WHERE client_id = :client_id AND id = :id AND state < 3;

-- name: outbox_void   scope: client
-- in: client_id id, id id, void_reason text
UPDATE outbox SET state = 4, void_reason = :void_reason
WHERE client_id = :client_id AND id = :id AND state < 3;

-- name: outbox_back   scope: client
-- in: client_id id, id id
-- It did not leave and may be tried again.
UPDATE outbox SET state = 1, taken_at = NULL
WHERE client_id = :client_id AND id = :id AND state = 2;

-- name: outbox_unknown   scope: client
-- in: client_id id, id id, void_reason text
-- Nobody knows whether it left; nothing sends it again by itself.
UPDATE outbox SET state = 5, void_reason = :void_reason
WHERE client_id = :client_id AND id = :id AND state = 2;

-- name: outbox_late   scope: system
-- in: before moment
-- E-mails that nobody fetched in time say nothing true any more.
UPDATE outbox SET state = 4, void_reason = 'it was not carried in time'
WHERE channel = 4 AND state = 1 AND made_at < :before;

-- name: outbox_of_debt   scope: client
-- in: client_id id, debt_id id
-- out: id id, ref text, channel count, kind text, made_on day, state count,
--      taken_at moment?, sent_at moment?, void_reason text?
-- gives: many
SELECT id, ref, channel, kind, made_on, state, taken_at, sent_at, void_reason
FROM outbox WHERE client_id = :client_id AND debt_id = :debt_id
ORDER BY id LIMIT 500;

-- name: outbox_manifest   scope: system
-- in: made_on day, after id, limit count
-- out: id id, ref text, kind text, language count, sha256 text,
--      sent_at moment
-- gives: many
SELECT id, ref, kind, language, sha256, sent_at
FROM outbox
WHERE made_on = :made_on AND state = 3 AND channel = 5 AND id > :after
ORDER BY id LIMIT :limit;

-- name: outbox_counts   scope: system
-- out: due count, sent count, voided count
-- gives: one
SELECT CAST(coalesce(sum(CASE WHEN state < 3 THEN 1 ELSE 0 END), 0) AS BIGINT),
       CAST(coalesce(sum(CASE WHEN state = 3 THEN 1 ELSE 0 END), 0) AS BIGINT),
       CAST(coalesce(sum(CASE WHEN state = 4 THEN 1 ELSE 0 END), 0) AS BIGINT)
FROM outbox;

-- name: letter_code_add   scope: client
-- in: code_index bytes, person_id id, client_id id, outbox_id id,
--     expires_at moment, made_at moment
INSERT INTO letter_code (code_index, person_id, client_id, outbox_id,
                         expires_at, made_at)
VALUES (:code_index, :person_id, :client_id, :outbox_id, :expires_at,
        :made_at);

-- name: letter_code_find   scope: agency
-- in: code_index bytes
-- out: person_id id, client_id id, outbox_id id, expires_at moment,
--      born_on day?
-- gives: one
SELECT c.person_id, c.client_id, c.outbox_id, c.expires_at, p.born_on
FROM letter_code c JOIN person p ON p.id = c.person_id
WHERE c.code_index = :code_index;

-- name: outbox_void_debt   scope: client
-- in: client_id id, debt_id id, void_reason text
-- Letters (channel 5): an e-mail holds only the code that somebody asked for.
UPDATE outbox SET state = 4, void_reason = :void_reason
WHERE client_id = :client_id AND debt_id = :debt_id AND channel = 5
  AND state < 3;

-- name: outbox_void_person   scope: person
-- in: person_id id, void_reason text
UPDATE outbox SET state = 4, void_reason = :void_reason
WHERE person_id = :person_id AND channel = 5 AND state < 3;

-- name: outbox_void_about   scope: client
-- in: client_id id, debt_id id, plan_ref text, void_reason text
-- Of a plan and of its payments ("REF-3").
UPDATE outbox SET state = 4, void_reason = :void_reason
WHERE client_id = :client_id AND debt_id = :debt_id
  AND substr(about, 1, 32) = :plan_ref AND state < 3;

-- name: outbox_about   scope: client
-- in: client_id id, debt_id id
-- out: kind text, about text, sent_at moment?
-- gives: many
-- What was written, and did not come to nothing.
SELECT kind, about, sent_at FROM outbox
WHERE client_id = :client_id AND debt_id = :debt_id AND state <> 4
ORDER BY id LIMIT 1000;

-- name: letters_due   scope: system
-- in: list count, after id, limit count, missed_on day, near_on day,
--     far_on day, ended_after moment, ended_by moment
-- out: person_id id, client_id id, debt_id id, id id, ref text
-- gives: many
-- Generous candidates of one list; message_next and the gate decide.
-- 0: payments (kind 2) that were not reversed and got no receipt yet.
-- 1: plans without their confirmation.
-- 2: plans of which a payment is missed, when it was due by missed_on.
-- 3: plans whose person wants a reminder, with a payment near_on .. far_on.
-- 4: bills of which a pause ended by its date, lately.
-- 5: bills without a first letter.
SELECT d.person_id, e.client_id, d.id AS debt_id, e.id, e.ref
FROM ledger_event e
JOIN debt d ON d.client_id = e.client_id AND d.id = e.debt_id
WHERE :list = 0 AND e.kind = 2 AND e.id > :after
  AND NOT EXISTS (SELECT 1 FROM ledger_event r
                  WHERE r.client_id = e.client_id AND r.reverses = e.id)
  AND NOT EXISTS (
      SELECT 1 FROM outbox o
      WHERE o.client_id = e.client_id AND o.debt_id = d.id
        AND o.kind = 'receipt' AND o.about = e.ref AND o.state < 4)
UNION ALL
SELECT p.person_id, p.client_id, p.debt_id, p.id, p.ref FROM plan p
WHERE :list = 1 AND p.is_active = 1 AND p.id > :after
  AND NOT EXISTS (
      SELECT 1 FROM outbox o
      WHERE o.client_id = p.client_id AND o.debt_id = p.debt_id
        AND o.kind = 'plan_confirmation' AND o.about = p.ref
        AND o.state < 4)
UNION ALL
SELECT p.person_id, p.client_id, p.debt_id, p.id, p.ref FROM plan p
JOIN debt_balance b ON b.client_id = p.client_id AND b.debt_id = p.debt_id
WHERE :list = 2 AND p.is_active = 1 AND p.id > :after
  AND b.balance_cents > 0 AND p.total_cents - b.balance_cents < (
      SELECT CAST(coalesce(sum(i.amount_cents), 0) AS BIGINT)
      FROM plan_item i
      WHERE i.client_id = p.client_id AND i.plan_id = p.id
        AND i.due_on <= :missed_on)
UNION ALL
SELECT p.person_id, p.client_id, p.debt_id, p.id, p.ref FROM plan p
JOIN debt_balance b ON b.client_id = p.client_id AND b.debt_id = p.debt_id
WHERE :list = 3 AND p.is_active = 1 AND p.reminds = 1 AND p.id > :after
  AND b.balance_cents > 0 AND EXISTS (
      SELECT 1 FROM plan_item i
      WHERE i.client_id = p.client_id AND i.plan_id = p.id
        AND i.due_on BETWEEN :near_on AND :far_on)
UNION ALL
SELECT d.person_id, d.client_id, d.id, d.id, ''
FROM fact f
JOIN debt d ON d.person_id = f.person_id
           AND (f.debt_id IS NULL OR f.debt_id = d.id)
JOIN debt_balance b ON b.client_id = d.client_id AND b.debt_id = d.id
WHERE :list = 4 AND f.kind = 9 AND f.until > :ended_after
  AND f.until <= :ended_by AND d.is_undone = 0 AND b.balance_cents > 0
  AND d.id > :after
GROUP BY d.person_id, d.client_id, d.id
UNION ALL
SELECT d.person_id, d.client_id, d.id, d.id, ''
FROM debt d
JOIN debt_balance b ON b.client_id = d.client_id AND b.debt_id = d.id
WHERE :list = 5 AND d.is_undone = 0 AND b.balance_cents > 0 AND d.id > :after
  AND NOT EXISTS (
      SELECT 1 FROM outbox o
      WHERE o.client_id = d.client_id AND o.debt_id = d.id
        AND o.kind IN ('first_statement', 'validation_notice')
        AND o.state < 4)
ORDER BY id LIMIT :limit;
