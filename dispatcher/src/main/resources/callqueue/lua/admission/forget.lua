-- Frees a callee whose lease is held no more.
-- KEYS: 1 leases, 2 callees
-- ARGV: 1 callee's number, 2 its lease, as they were read
-- Returns { how many it freed }. Sent twice, it changes nothing more.
local leases_key, callees_key, callee, lease = KEYS[1], KEYS[2], ARGV[1], ARGV[2]

if redis.call('HGET', callees_key, callee) ~= lease or redis.call('ZSCORE', leases_key, lease) then return { 0 } end
return { redis.call('HDEL', callees_key, callee) }
