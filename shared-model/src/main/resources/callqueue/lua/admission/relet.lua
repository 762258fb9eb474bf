-- While admission is closed: a lease is held, because the ledger says that its attempt is under way, or is not, because it says that it is over.
-- KEYS: 1 leases, 2 callees
-- ARGV: 1 lease, 2 callee's number, 3 'hold' or 'drop'
-- Returns { 1 }. Sent twice, it changes nothing more.
-- @include lease
local leases_key, callees_key, lease, callee, wanted = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3]

drop(leases_key, lease)
if wanted == 'hold' then
  hold(leases_key, lease, 'inf')
  redis.call('HSET', callees_key, callee, lease)
elseif redis.call('HGET', callees_key, callee) == lease then
  redis.call('HDEL', callees_key, callee)
end
return { 1 }
