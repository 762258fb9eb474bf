-- Gives a lease back, and tells every pod. Sent twice, it changes nothing more.
-- The callee is free for other calls from here, so what Plivo has of this attempt is remembered as its: a look-up of another attempt by the
-- callee's number would find it too.
-- KEYS: 1 leases, 2 callees, 3.. a key for each id that Plivo gave the attempt
-- ARGV: 1 lease, 2 callee's number, 3 the channel that pods listen to, 4 for how many seconds the ids are remembered
-- Returns { how many leases are held now }.
-- @include lease
local leases_key, callees_key, lease, callee = KEYS[1], KEYS[2], ARGV[1], ARGV[2]

local given_back = drop(leases_key, lease)
for i = 3, #KEYS do redis.call('SET', KEYS[i], lease, 'EX', ARGV[4]) end
if redis.call('HGET', callees_key, callee) == lease then redis.call('HDEL', callees_key, callee) end
if given_back == 1 then redis.call('PUBLISH', ARGV[3], lease) end
return { redis.call('ZCARD', leases_key) }
