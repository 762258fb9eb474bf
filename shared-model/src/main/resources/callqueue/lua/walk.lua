-- Goes on with a walk over calls of a campaign in a shard: confirms the step that is done, and takes the next few calls.
-- What a step took stands here until it is confirmed: if who took it dies, the next one takes the same calls again.
-- Steps are counted from the time of the first one on: so none is taken for done that was done in a Redis that is no more.
-- A cursor means nothing to another Redis process than the one that gave it: in another epoch the walk begins again.
-- A second pass finds what was on its way while it came in force what is wanted of the calls.
-- KEYS: 1 walk, 2 epoch, 3.. the places where calls are looked for, each a set or a sorted set of call ids, in their order
-- ARGV: 1 prefix of call keys, 2 campaign, 3 what is wanted: another one begins again, 4 the step that is done, 0 for none,
--       5 about how many entries are looked at, 6 ms from the beginning of the first pass to that of the second, 7 ms for which it is known that the walk is over,
--       8 passes, 9.. the statuses of the calls that are looked for; none for any
-- Returns { step, ms until it can go on (-1: it is over), { call id, ... } }.
-- Sent twice, it loses nothing: it goes no further than to the next step that took calls.
-- @include clock
-- @include epoch
local walk_key, epoch_key = KEYS[1], KEYS[2]
local call_prefix, campaign, wanted, done, most, passes_apart, known_for = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6]), ARGV[7]
local PLACES = #KEYS - 2
local SECOND_PASS = PLACES + 1
local LAST = PLACES * tonumber(ARGV[8])
local statuses = {}
for at = 9, #ARGV do statuses[ARGV[at]] = true end
local is_any = next(statuses) == nil

local this_epoch = epoch(epoch_key)
if not this_epoch then return CLOSED end
local now = clock(0)
local stood = redis.call('HMGET', walk_key, 'wanted', 'step', 'place', 'cursor', 'began', 'calls', 'epoch')
local step, place, cursor, began = tonumber(stood[2]) or now, tonumber(stood[3]), stood[4], tonumber(stood[5])
local calls = stood[6] and cjson.decode(stood[6]) or {}
if #calls > 0 and tonumber(done) ~= step then return { step, 0, calls } end
if stood[1] ~= wanted or tonumber(stood[7] or '') ~= this_epoch then place, cursor, began = 1, '0', now end

local function is_looked_for(entry)
  if string.sub(entry, 1, 1) == '/' then return false end
  local call = redis.call('HMGET', call_prefix .. entry, 'campaign_id', 'status')
  return call[1] == campaign and (is_any or statuses[call[2]] == true)
end

-- The next entries of this place: where to go on, what was found, and how many items each is.
local function page(place_key)
  local is_set = redis.call('TYPE', place_key).ok == 'set'
  local found = redis.call(is_set and 'SSCAN' or 'ZSCAN', place_key, cursor, 'COUNT', most)
  return found[1], found[2], is_set and 1 or 2
end

local wait = 0
calls = {}
if place == SECOND_PASS and place <= LAST and cursor == '0' then wait = math.max(0, began + passes_apart - now) end
if wait == 0 and place <= LAST then
  local next_cursor, entries, width = page(KEYS[3 + (place - 1) % PLACES])
  for at = 1, #entries, width do
    if is_looked_for(entries[at]) then calls[#calls + 1] = entries[at] end
  end
  cursor = next_cursor
  if cursor == '0' then place = place + 1 end
end
local is_over = place > LAST and #calls == 0
redis.call('HDEL', walk_key, 'over') -- first since it takes no memory: see due.lua
redis.call('HSET', walk_key, 'wanted', wanted, 'step', string.format('%.0f', step + 1), 'place', place, 'cursor', cursor, 'began', began,
  'calls', cjson.encode(calls), 'over', is_over and 1 or 0, 'epoch', this_epoch)
if is_over then
  redis.call('PEXPIRE', walk_key, known_for)
else
  redis.call('PERSIST', walk_key)
end
return { step + 1, is_over and -1 or wait, calls }
