-- Removes calls of a shard, those of them that ended before a moment, from their campaigns' counts too; with the last call of a campaign goes all
-- that the shard has of the campaign.
-- KEYS: 1 ended, 2 ids of the campaigns that have calls
-- ARGV: prefixes of this shard's keys: 1 call, 2 request, 3 attempts, 4 campaign; 5 moment in ms, 6.. call ids
-- Returns { how many it removed }. Sent twice, it removes nothing more.
local ended_key, campaign_ids_key = KEYS[1], KEYS[2]
local call_prefix, request_prefix, attempts_prefix, campaign_prefix, moment = unpack(ARGV, 1, 5)

local function has_calls(campaign_key)
  local fields = redis.call('HGETALL', campaign_key)
  for at = 1, #fields, 2 do
    if fields[at] ~= 'token' and tonumber(fields[at + 1]) ~= 0 then return true end
  end
  return false
end

local function uncount(campaign, status)
  local campaign_key = campaign_prefix .. campaign
  if redis.call('HINCRBY', campaign_key, status, -1) > 0 or has_calls(campaign_key) then return end
  redis.call('DEL', campaign_key)
  redis.call('ZREM', campaign_ids_key, campaign)
end

local removed = 0
for at = 6, #ARGV do
  local call_id = ARGV[at]
  local ended = redis.call('ZSCORE', ended_key, call_id)
  if ended and tonumber(ended) <= tonumber(moment) then
    local call = redis.call('HMGET', call_prefix .. call_id, 'campaign_id', 'status')
    redis.call('DEL', call_prefix .. call_id, request_prefix .. call_id, attempts_prefix .. call_id)
    redis.call('ZREM', ended_key, call_id)
    if call[1] then uncount(call[1], call[2]) end
    removed = removed + 1
  end
end
return { removed }
