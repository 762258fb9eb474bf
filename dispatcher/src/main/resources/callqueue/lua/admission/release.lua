-- Gives a lease back, and tells every pod. Sent twice, it changes nothing more.
-- KEYS: 1 leases, 2 callees
-- ARGV: 1 lease, 2 callee's number, 3 the channel that pods listen to
-- Returns { how many leases are held now }.
local leases_key, callees_key, lease, callee = KEYS[1], KEYS[2], ARGV[1], ARGV[2]

local given_back = redis.call('ZREM', leases_key, lease)
if redis.call('HGET', callees_key, callee) == lease then redis.call('HDEL', callees_key, callee) end
if given_back == 1 then redis.call('PUBLISH', ARGV[3], lease) end
return { redis.call('ZCARD', leases_key) }
