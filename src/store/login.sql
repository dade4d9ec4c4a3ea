-- name: login_add   scope: agency
-- in: id id, name text, full_name text, password_hash text, roles count,
--     client_id id?, created_at moment
INSERT INTO login (id, name, full_name, password_hash, roles, client_id,
                   created_at)
VALUES (:id, :name, :full_name, :password_hash, :roles, :client_id,
        :created_at);

-- name: login_by_name   scope: agency
-- in: name text
-- out: id id, full_name text, password_hash text, roles count,
--      client_id id?, disabled_at moment?
-- gives: one
SELECT id, full_name, password_hash, roles, client_id, disabled_at
FROM login WHERE name = :name;

-- name: session_add   scope: agency
-- in: hash bytes, login_id id?, person_id id?, created_at moment
INSERT INTO session (hash, login_id, person_id, created_at, seen_at)
VALUES (:hash, :login_id, :person_id, :created_at, :created_at);

-- name: session_by_hash   scope: agency
-- in: hash bytes
-- out: login_id id?, person_id id?, created_at moment, seen_at moment,
--      ended_at moment?, login_name text?, roles count, client_id id?,
--      disabled_at moment?
-- gives: one
SELECT s.login_id, s.person_id, s.created_at, s.seen_at, s.ended_at,
       l.name, coalesce(l.roles, 0), l.client_id, l.disabled_at
FROM session s LEFT JOIN login l ON l.id = s.login_id
WHERE s.hash = :hash;

-- name: session_seen   scope: agency
-- in: hash bytes, seen_at moment
UPDATE session SET seen_at = :seen_at
WHERE hash = :hash AND ended_at IS NULL AND seen_at < :seen_at;

-- name: session_end   scope: agency
-- in: hash bytes, ended_at moment
UPDATE session SET ended_at = :ended_at
WHERE hash = :hash AND ended_at IS NULL;

-- name: throttle_add   scope: agency
-- in: bucket text, id id, at moment
INSERT INTO throttle (bucket, id, at) VALUES (:bucket, :id, :at);

-- name: throttle_count   scope: agency
-- in: bucket text, since moment
-- out: tries count
-- gives: one
SELECT count(*) FROM throttle WHERE bucket = :bucket AND at > :since;

-- name: throttle_forget   scope: agency
-- in: before moment
DELETE FROM throttle WHERE at < :before;
