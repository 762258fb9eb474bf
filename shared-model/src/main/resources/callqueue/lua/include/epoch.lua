-- The epoch of this Redis; nil while it is made anew from the ledger, or when it lost what it held and nobody has noticed yet.
local function epoch(epoch_key)
  return tonumber(redis.call('GET', epoch_key) or '')
end

-- What a script answers then, before it has written anything.
local CLOSED = redis.error_reply('CLOSED Redis lost data and is made anew from the ledger')
