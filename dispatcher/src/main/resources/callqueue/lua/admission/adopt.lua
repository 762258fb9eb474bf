-- An attempt believed lost is alive: its lease is held again, whatever the cap says; and its callee, unless another attempt has it by now, which is
-- alive too: the callee is free when that one is over. Sent twice, it changes nothing more.
-- KEYS: 1 leases, 2 callees
-- ARGV: 1 lease, 2 callee's number
-- Returns { 1 }, or { 0 } when it was held already.
-- @include lease
local leases_key, callees_key, lease, callee = KEYS[1], KEYS[2], ARGV[1], ARGV[2]

local other = redis.call('HGET', callees_key, callee)
local is_anothers = other and other ~= lease and redis.call('ZSCORE', leases_key, other)
if redis.call('ZSCORE', leases_key, lease) == 'inf' and (other == lease or is_anothers) then return { 0 } end
drop(leases_key, lease)
hold(leases_key, lease, 'inf')
if not is_anothers then redis.call('HSET', callees_key, callee, lease) end
return { 1 }
