-- Gives a lease back. Sent twice, it changes nothing more.
-- KEYS: 1 leases, 2 callees
-- ARGV: 1 lease, 2 callee's number
-- Returns { how many leases are held now }.
local leases_key, callees_key, lease, callee = KEYS[1], KEYS[2], ARGV[1], ARGV[2]

redis.call('ZREM', leases_key, lease)
if redis.call('HGET', callees_key, callee) == lease then redis.call('HDEL', callees_key, callee) end
return { redis.call('ZCARD', leases_key) }
