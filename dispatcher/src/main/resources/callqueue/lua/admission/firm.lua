-- Makes a lease firm: from here it is given back only by `release`.
-- KEYS: 1 leases
-- ARGV: 1 lease
-- Returns { 1 }, or { 0 } when it has lapsed. Sent twice, it answers the same.
-- @include clock
-- @include lease
local leases_key, lease = KEYS[1], ARGV[1]

local lapse = redis.call('ZSCORE', leases_key, lease)
if not lapse or tonumber(lapse) <= math.floor(micros() / 1000) then return { 0 } end
drop(leases_key, lease)
hold(leases_key, lease, 'inf')
return { 1 }
