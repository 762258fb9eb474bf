-- Goes on with the walk over the calls of a cancelled campaign in a shard: confirms the step that is done, and takes the next few calls.
-- What a step took stands here until it is confirmed: if who took it dies, the next one takes the same calls again.
-- A second pass finds what was on its way while the cancellation came in force. A queued call, which its record keeps, is not found here.
-- KEYS: 1 walk, 2 timers, 3 inflight, 4 the campaign's parked calls, 5 epoch
-- ARGV: 1 prefix of call keys, 2 campaign, 3 the cancellation: another one begins again, 4 the step that is done, 0 for none,
--       5 about how many entries are looked at, 6 ms from the beginning of the first pass to that of the second, 7 ms for which it is known that the walk is over
-- Returns { step, ms until it can go on (-1: it is over), { call id, ... } }.
-- Sent twice, it loses nothing: it goes no further than to the next step that took calls.
-- @include clock
-- @include epoch
local walk_key, timers_key, inflight_key, parked_key, epoch_key = unpack(KEYS)
local call_prefix, campaign, cancellation, done, most, passes_apart, known_for = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6]), ARGV[7]
local PLACES = { timers_key, inflight_key, parked_key, timers_key, inflight_key, parked_key }
local SECOND_PASS = 4

if not epoch(epoch_key) then return CLOSED end
local now = clock(0)
local stood = redis.call('HMGET', walk_key, 'cancellation', 'step', 'place', 'cursor', 'began', 'calls')
local step, place, cursor, began = tonumber(stood[2]) or 0, tonumber(stood[3]), stood[4], tonumber(stood[5])
local calls = stood[6] and cjson.decode(stood[6]) or {}
if #calls > 0 and tonumber(done) ~= step then return { step, 0, calls } end
if stood[1] ~= cancellation then place, cursor, began = 1, '0', now end

local function is_ours(entry)
  return string.sub(entry, 1, 1) ~= '/' and redis.call('HGET', call_prefix .. entry, 'campaign_id') == campaign
end

local wait = 0
calls = {}
if place == SECOND_PASS and cursor == '0' then wait = math.max(0, began + passes_apart - now) end
if wait == 0 and PLACES[place] then
  local page = redis.call('ZSCAN', PLACES[place], cursor, 'COUNT', most)
  for at = 1, #page[2], 2 do
    if is_ours(page[2][at]) then calls[#calls + 1] = page[2][at] end
  end
  cursor = page[1]
  if cursor == '0' then place = place + 1 end
end
local is_over = not PLACES[place] and #calls == 0
redis.call('HSET', walk_key, 'cancellation', cancellation, 'step', step + 1, 'place', place, 'cursor', cursor, 'began', began,
  'calls', cjson.encode(calls), 'over', is_over and 1 or 0)
if is_over then
  redis.call('PEXPIRE', walk_key, known_for)
else
  redis.call('PERSIST', walk_key)
end
return { step + 1, is_over and -1 or wait, calls }
