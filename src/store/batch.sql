-- name: batch_add   scope: client
-- in: client_id id, id id, ref text, file_name text, sha256 text,
--     kind count, started_at moment
INSERT INTO batch (client_id, id, ref, file_name, sha256, kind, state,
                   lines_done, accepted, held, refused, known,
                   accepted_cents, held_cents, refused_cents, known_cents,
                   unread, started_at)
VALUES (:client_id, :id, :ref, :file_name, :sha256, :kind, 1, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, :started_at);

-- name: batch_open_by_digest   scope: client
-- in: client_id id, sha256 text, kind count
-- out: id id, ref text, lines_done count
-- gives: one
-- An import of the same bytes that was killed half-way goes on here.
SELECT id, ref, lines_done FROM batch
WHERE client_id = :client_id AND sha256 = :sha256 AND kind = :kind
  AND state = 1
ORDER BY id DESC LIMIT 1;

-- name: batch_progress   scope: client
-- in: client_id id, id id, lines_before count, lines_done count,
--     accepted count, held count, refused count, known count,
--     accepted_cents cents, held_cents cents, refused_cents cents,
--     known_cents cents, unread count
-- Adds one chunk; changes nothing when somebody else already did.
UPDATE batch SET lines_done = :lines_done,
       accepted = accepted + :accepted, held = held + :held,
       refused = refused + :refused, known = known + :known,
       accepted_cents = accepted_cents + :accepted_cents,
       held_cents = held_cents + :held_cents,
       refused_cents = refused_cents + :refused_cents,
       known_cents = known_cents + :known_cents,
       unread = unread + :unread
WHERE client_id = :client_id AND id = :id AND state = 1
  AND lines_done = :lines_before;

-- name: batch_finish   scope: client
-- in: client_id id, id id, finished_at moment
UPDATE batch SET state = 2, finished_at = :finished_at
WHERE client_id = :client_id AND id = :id AND state = 1;

-- name: batch_mark_undone   scope: client
-- in: client_id id, id id, finished_at moment
UPDATE batch SET state = 3, finished_at = :finished_at
WHERE client_id = :client_id AND id = :id AND state < 3;

-- name: batch_key_by_ref   scope: agency
-- in: ref text
-- out: client_id id, id id
-- gives: one
SELECT client_id, id FROM batch WHERE ref = :ref;

-- name: batch_by_id   scope: client
-- in: client_id id, id id
-- out: ref text, file_name text, sha256 text, kind count, state count,
--      lines_done count,
--      accepted count, held count, refused count, known count,
--      accepted_cents cents, held_cents cents, refused_cents cents,
--      known_cents cents, unread count, started_at moment,
--      finished_at moment?
-- gives: one
SELECT ref, file_name, sha256, kind, state, lines_done, accepted, held,
       refused, known, accepted_cents, held_cents, refused_cents, known_cents, unread,
       started_at, finished_at
FROM batch WHERE client_id = :client_id AND id = :id;

-- name: batch_list   scope: client
-- in: client_id id
-- out: id id, ref text, file_name text, kind count, state count,
--      accepted count, held count, refused count, known count, accepted_cents cents,
--      held_cents cents, refused_cents cents, started_at moment
-- gives: many
SELECT id, ref, file_name, kind, state, accepted, held, refused, known,
       accepted_cents, held_cents, refused_cents, started_at
FROM batch WHERE client_id = :client_id ORDER BY id DESC LIMIT 100;

-- name: batch_row_add   scope: client
-- in: client_id id, batch_id id, line count, account text?, outcome count,
--     amount_cents cents, column_number count, column_name text?,
--     found text?, code text?, reason text?, fix text?, debt_id id?
INSERT INTO batch_row (client_id, batch_id, line, account, outcome,
                       amount_cents, column_number, column_name, found,
                       code, reason, fix, debt_id)
VALUES (:client_id, :batch_id, :line, :account, :outcome, :amount_cents,
        :column_number, :column_name, :found, :code, :reason, :fix, :debt_id);

-- name: batch_rows   scope: client
-- in: client_id id, batch_id id, after count, limit count
-- out: line count, account text?, outcome count, amount_cents cents,
--      column_number count, column_name text?, found text?, code text?,
--      reason text?, fix text?
-- gives: many
SELECT line, account, outcome, amount_cents, column_number, column_name,
       found, code, reason, fix
FROM batch_row
WHERE client_id = :client_id AND batch_id = :batch_id AND line > :after
ORDER BY line LIMIT :limit;

-- name: batch_sent_count   scope: client
-- in: client_id id, batch_id id
-- out: things count
-- gives: one
-- What has left or happened on a batch's debts since: then no undo.
SELECT (SELECT count(*) FROM outbox o
        JOIN debt d ON d.client_id = o.client_id AND d.id = o.debt_id
        WHERE d.client_id = :client_id AND d.batch_id = :batch_id
          AND o.state IN (2, 3))
     + (SELECT count(*) FROM attempt a
        JOIN debt d ON d.client_id = a.client_id AND d.id = a.debt_id
        WHERE d.client_id = :client_id AND d.batch_id = :batch_id)
     + (SELECT count(*) FROM ledger_event e
        JOIN debt d ON d.client_id = e.client_id AND d.id = e.debt_id
        WHERE d.client_id = :client_id AND d.batch_id = :batch_id
          AND d.is_undone = 0 AND e.kind > 1);

-- name: batch_rows_told   scope: client
-- in: client_id id, batch_id id, after count, limit count
-- out: line count, account text?, outcome count, amount_cents cents,
--      column_number count, column_name text?, found text?, code text?,
--      reason text?, fix text?
-- gives: many
-- What the provider should look at: everything that was not just accepted.
SELECT line, account, outcome, amount_cents, column_number, column_name,
       found, code, reason, fix
FROM batch_row
WHERE client_id = :client_id AND batch_id = :batch_id AND line > :after
  AND outcome > 1
ORDER BY line LIMIT :limit;

-- name: batch_reasons   scope: client
-- in: client_id id, batch_id id
-- out: outcome count, code text, fix text, often count, cents cents
-- gives: many
-- How often each thing went wrong, the most first; known rows are no news.
SELECT r.outcome, r.code, r.fix, n.often, n.cents
FROM (SELECT min(line) AS line, count(*) AS often,
             CAST(sum(amount_cents) AS BIGINT) AS cents
      FROM batch_row
      WHERE client_id = :client_id AND batch_id = :batch_id
        AND code IS NOT NULL AND outcome < 4
      GROUP BY outcome, code) n
JOIN batch_row r ON r.client_id = :client_id AND r.batch_id = :batch_id
  AND r.line = n.line
ORDER BY n.often DESC NULLS LAST, r.line LIMIT 200;
