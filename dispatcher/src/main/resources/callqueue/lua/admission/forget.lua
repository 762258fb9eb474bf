-- Forgets callees whose lease is held no more.
-- KEYS: 1 leases, 2 callees
-- ARGV: callee's number, its lease, ... as they were read, one page of them
-- Returns { how many it forgot }. Sent twice, it changes nothing more.
local leases_key, callees_key = KEYS[1], KEYS[2]

local forgotten = 0
for i = 1, #ARGV, 2 do
  local callee, lease = ARGV[i], ARGV[i + 1]
  if redis.call('HGET', callees_key, callee) == lease and not redis.call('ZSCORE', leases_key, lease) then
    forgotten = forgotten + redis.call('HDEL', callees_key, callee)
  end
end
return { forgotten }
