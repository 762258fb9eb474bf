-- While admission is closed: a lease is held, because the ledger says that its attempt is under way, or is not, because it says that it is over.
-- KEYS: 1 leases, 2 callees, 3 epoch
-- ARGV: 1 lease, 2 callee's number, 3 'hold' or 'drop', 4 the mark that `close` made
-- Returns { 1 }, or { -1 } when the mark is not there any more. Sent twice, it changes nothing more.
-- @include lease
local leases_key, callees_key, epoch_key, lease, callee, wanted, mark = KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2], ARGV[3], ARGV[4]

if redis.call('GET', epoch_key) ~= mark then return { -1 } end
drop(leases_key, lease)
if wanted == 'hold' then
  hold(leases_key, lease, 'inf')
  redis.call('HSET', callees_key, callee, lease)
elseif redis.call('HGET', callees_key, callee) == lease then
  redis.call('HDEL', callees_key, callee)
end
return { 1 }
