-- name: api_key_add   scope: agency
-- in: id id, name text, hash bytes, roles count, client_id id?, scopes count,
--     made_at moment, made_by text, expires_at moment
INSERT INTO api_key (id, name, hash, roles, client_id, scopes, made_at,
                     made_by, expires_at)
VALUES (:id, :name, :hash, :roles, :client_id, :scopes, :made_at, :made_by,
        :expires_at);

-- name: api_key_by_hash   scope: agency
-- in: hash bytes
-- out: id id, name text, roles count, client_id id?, scopes count,
--      expires_at moment, seen_at moment?, ended_at moment?
-- gives: one
SELECT id, name, roles, client_id, scopes, expires_at, seen_at, ended_at
FROM api_key WHERE hash = :hash;

-- name: api_key_by_name   scope: agency
-- in: name text
-- out: id id, ended_at moment?
-- gives: one
SELECT id, ended_at FROM api_key WHERE name = :name;

-- name: api_key_list   scope: agency
-- out: name text, roles count, client_code text?, scopes count,
--      made_at moment, made_by text, expires_at moment, seen_at moment?,
--      ended_at moment?
-- gives: many
SELECT k.name, k.roles, c.code, k.scopes, k.made_at, k.made_by, k.expires_at,
       k.seen_at, k.ended_at
FROM api_key k LEFT JOIN client c ON c.id = k.client_id
ORDER BY k.name LIMIT 1000;

-- name: api_key_seen   scope: agency
-- in: id id, seen_at moment
UPDATE api_key SET seen_at = :seen_at WHERE id = :id AND ended_at IS NULL;

-- name: api_key_end   scope: agency
-- in: id id, ended_at moment
UPDATE api_key SET ended_at = :ended_at WHERE id = :id AND ended_at IS NULL;
