-- name: note_add   scope: client
-- in: client_id id, debt_id id, id id, words bytes, made_at moment,
--     made_by text
INSERT INTO note (client_id, debt_id, id, words, made_at, made_by)
VALUES (:client_id, :debt_id, :id, :words, :made_at, :made_by);

-- name: notes_of_debt   scope: client
-- in: client_id id, debt_id id
-- out: id id, words bytes, made_at moment, by_name text
-- gives: many
SELECT n.id, n.words, n.made_at, coalesce(l.full_name, n.made_by)
FROM note n LEFT JOIN login l ON l.name = n.made_by
WHERE n.client_id = :client_id AND n.debt_id = :debt_id
ORDER BY n.id LIMIT 1000;
