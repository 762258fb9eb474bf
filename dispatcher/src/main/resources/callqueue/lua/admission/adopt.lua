-- An attempt believed lost is alive: its lease is held again, whatever the cap says; and its callee, unless another one has it by now that is alive or
-- about to be: then the callee is free when that one is over. Sent twice, it changes nothing more.
-- KEYS: 1 leases, 2 callees
-- ARGV: 1 lease, 2 callee's number
-- Returns { 1 }, or { 0 } when it was held already.
-- @include lease
local leases_key, callees_key, lease, callee = KEYS[1], KEYS[2], ARGV[1], ARGV[2]

local function call_of(name)
  return string.match(name, '^[^/]*')
end

-- Whether it holds the callee by right: firm, or a permit of another call that has not lapsed.
local function is_anothers(other)
  local lapse = redis.call('ZSCORE', leases_key, other)
  if not lapse or lapse == 'inf' then return lapse == 'inf' end
  return call_of(other) ~= call_of(lease) and tonumber(lapse) > tonumber(redis.call('TIME')[1]) * 1000
end

local other = redis.call('HGET', callees_key, callee)
local is_taken = other and other ~= lease and is_anothers(other)
if redis.call('ZSCORE', leases_key, lease) == 'inf' and (other == lease or is_taken) then return { 0 } end
drop(leases_key, lease)
hold(leases_key, lease, 'inf')
if not is_taken then redis.call('HSET', callees_key, callee, lease) end
return { 1 }
