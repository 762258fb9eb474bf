-- Puts records of calls.control about do-not-call numbers in force, each unless one about its number that was written later is in force already.
-- The offset in force stands with the number itself: there may be a million of them. That of a number that was taken off the list stays, so that the
-- older record that put it there, read again, does not do so again.
-- KEYS: 1 the list: by number, '<offset> <what is kept of it>', 2 by number that was taken off, the offset of the record that did
-- ARGV: for each record, in their order: 1 number, 2 offset, 3 what is kept of it; '' takes it off
-- Returns { how many it put in force }. Sent twice, it changes nothing more.
local list_key, delisted_key = KEYS[1], KEYS[2]
local EACH = 3

local function in_force(number)
  local listed = redis.call('HGET', list_key, number)
  return tonumber(listed and string.match(listed, '^%d+') or redis.call('HGET', delisted_key, number) or -1)
end

local function put(number, offset, kept)
  if kept ~= '' then -- a removal first: a first write that takes memory would be refused when there is none left
    redis.call('HDEL', delisted_key, number)
    redis.call('HSET', list_key, number, offset .. ' ' .. kept)
  else
    redis.call('HDEL', list_key, number)
    redis.call('HSET', delisted_key, number, offset)
  end
end

local changed = 0
for at = 1, #ARGV, EACH do
  local number, offset, kept = unpack(ARGV, at, at + EACH - 1)
  if tonumber(offset) > in_force(number) then
    put(number, offset, kept)
    changed = changed + 1
  end
end
return { changed }
