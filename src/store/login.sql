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
--      client_id id?, created_at moment, second_by moment?,
--      disabled_at moment?, totp_login_id id?
-- gives: one
SELECT l.id, l.full_name, l.password_hash, l.roles, l.client_id,
       l.created_at, l.second_by, l.disabled_at, t.login_id
FROM login l LEFT JOIN totp t ON t.login_id = l.id
WHERE l.name = :name;

-- name: login_list   scope: agency
-- out: name text, full_name text, roles count, client_code text?,
--      created_at moment, disabled_at moment?, totp_login_id id?,
--      seen_at moment?
-- gives: many
SELECT l.name, l.full_name, l.roles, c.code, l.created_at, l.disabled_at,
       t.login_id,
       (SELECT max(s.seen_at) FROM session s WHERE s.login_id = l.id)
FROM login l LEFT JOIN client c ON c.id = l.client_id
     LEFT JOIN totp t ON t.login_id = l.id
ORDER BY l.name LIMIT 1000;

-- name: login_disable   scope: agency
-- in: id id, disabled_at moment
UPDATE login SET disabled_at = :disabled_at
WHERE id = :id AND disabled_at IS NULL;

-- name: login_enable   scope: agency
-- in: id id
UPDATE login SET disabled_at = NULL
WHERE id = :id AND disabled_at IS NOT NULL;

-- name: login_password   scope: agency
-- in: id id, password_hash text
UPDATE login SET password_hash = :password_hash WHERE id = :id;

-- name: login_roles   scope: agency
-- in: id id, roles count
UPDATE login SET roles = :roles WHERE id = :id;

-- name: login_second_by   scope: agency
-- in: id id, second_by moment
UPDATE login SET second_by = :second_by WHERE id = :id;

-- name: session_add   scope: agency
-- in: hash bytes, login_id id?, person_id id?, created_at moment,
--     proved_at moment?
INSERT INTO session (hash, login_id, person_id, created_at, seen_at,
                     proved_at)
VALUES (:hash, :login_id, :person_id, :created_at, :created_at, :proved_at);

-- name: session_proved   scope: agency
-- in: hash bytes, proved_at moment
UPDATE session SET proved_at = :proved_at
WHERE hash = :hash AND ended_at IS NULL;

-- name: session_by_hash   scope: agency
-- in: hash bytes
-- out: login_id id?, person_id id?, created_at moment, seen_at moment,
--      ended_at moment?, login_name text?, roles count, client_id id?,
--      disabled_at moment?, proved_at moment?
-- gives: one
SELECT s.login_id, s.person_id, s.created_at, s.seen_at, s.ended_at,
       l.name, coalesce(l.roles, 0), l.client_id, l.disabled_at, s.proved_at
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

-- name: session_end_all   scope: agency
-- in: login_id id, ended_at moment
UPDATE session SET ended_at = :ended_at
WHERE login_id = :login_id AND ended_at IS NULL;

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
