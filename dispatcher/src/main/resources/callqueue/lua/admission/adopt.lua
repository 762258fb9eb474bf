-- An attempt believed lost is alive: its lease is held again, whatever the cap says. Sent twice, it changes nothing more.
-- KEYS: 1 leases, 2 callees
-- ARGV: 1 lease, 2 callee's number
-- Returns { 1 }, or { 0 } when it was held already.
-- @include lease
local leases_key, callees_key, lease, callee = KEYS[1], KEYS[2], ARGV[1], ARGV[2]

if redis.call('ZSCORE', leases_key, lease) == 'inf' and redis.call('HGET', callees_key, callee) == lease then return { 0 } end
drop(leases_key, lease)
hold(leases_key, lease, 'inf')
redis.call('HSET', callees_key, callee, lease)
return { 1 }
