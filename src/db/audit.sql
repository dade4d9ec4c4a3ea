-- name: audit_stream_add   scope: system
-- in: stream id, opened_at moment, node text, slot count, follows id?
INSERT INTO audit_stream (stream, opened_at, node, slot, follows)
VALUES (:stream, :opened_at, :node, :slot, :follows);

-- name: audit_stream_last   scope: system   gives: one
-- in: node text, slot count
-- out: stream id
-- The newest stream of a slot: the one nobody follows.
SELECT s.stream FROM audit_stream s
WHERE s.node = :node AND s.slot = :slot
  AND NOT EXISTS (SELECT 1 FROM audit_stream n WHERE n.follows = s.stream)
ORDER BY s.stream DESC
LIMIT 1;

-- name: audit_stream_page   scope: system   gives: many
-- in: after id, limit count
-- out: stream id, follows id?, opened_at moment, node text, slot count,
--     followed_by id?
SELECT s.stream, s.follows, s.opened_at, s.node, s.slot, n.stream
FROM audit_stream s LEFT JOIN audit_stream n ON n.follows = s.stream
WHERE s.stream > :after
ORDER BY s.stream
LIMIT :limit;

-- name: audit_entry_add   scope: system
-- in: stream id, seq count, unit text, at moment, kind text, user_id id?,
--     person_id id?, client_id id?, name text?, action text, object text?,
--     detail text?, previous bytes, signature bytes
INSERT INTO audit_entry (stream, seq, unit, at, kind, user_id, person_id,
                         client_id, name, action, object, detail, previous,
                         signature)
VALUES (:stream, :seq, :unit, :at, :kind, :user_id, :person_id,
        :client_id, :name, :action, :object, :detail, :previous,
        :signature);

-- name: audit_entry_head   scope: system   gives: one
-- in: stream id
-- out: seq count, at moment, action text, object text?, signature bytes
SELECT seq, at, action, object, signature FROM audit_entry
WHERE stream = :stream
ORDER BY seq DESC
LIMIT 1;

-- name: audit_entry_latest   scope: system   gives: one
-- out: stream id, at moment
-- The newest moment over the heads of all streams.
SELECT e.stream, e.at FROM audit_stream s
JOIN audit_entry e ON e.stream = s.stream
  AND e.seq = (SELECT max(m.seq) FROM audit_entry m
               WHERE m.stream = s.stream)
ORDER BY e.at DESC, e.stream
LIMIT 1;

-- name: audit_entry_page   scope: system   gives: many
-- in: stream id, after count, limit count
-- out: seq count, unit text, at moment, kind text, user_id id?, person_id id?,
--     client_id id?, name text?, action text, object text?, detail text?,
--     previous bytes, signature bytes
SELECT seq, unit, at, kind, user_id, person_id, client_id, name, action,
       object, detail, previous, signature
FROM audit_entry
WHERE stream = :stream AND seq > :after
ORDER BY seq
LIMIT :limit;

-- name: audit_entry_unit   scope: system   gives: one
-- in: unit text
-- out: stream id, seq count, action text
-- Was this unit committed?
SELECT stream, seq, action FROM audit_entry WHERE unit = :unit;

-- name: audit_head_page   scope: system   gives: many
-- in: after id, limit count
-- out: stream id, seq count, at moment, signature bytes
SELECT e.stream, e.seq, e.at, e.signature FROM audit_stream s
JOIN audit_entry e ON e.stream = s.stream
  AND e.seq = (SELECT max(m.seq) FROM audit_entry m
               WHERE m.stream = s.stream)
WHERE s.stream > :after
ORDER BY e.stream
LIMIT :limit;

-- name: audit_entry_orphan   scope: system   gives: one
-- out: stream id, seq count
-- An entry whose stream was taken away.
SELECT e.stream, e.seq FROM audit_entry e
WHERE NOT EXISTS (SELECT 1 FROM audit_stream s WHERE s.stream = e.stream)
ORDER BY e.stream, e.seq
LIMIT 1;
