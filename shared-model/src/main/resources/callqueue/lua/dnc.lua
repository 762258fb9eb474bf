-- Puts a record of calls.control about a do-not-call number in force, unless one about it that was written later is in force already.
-- The offset in force stands with the number itself: there may be a million of them. That of a number that was taken off the list stays, so that the
-- older record that put it there, read again, does not do so again.
-- KEYS: 1 the list: by number, '<offset> <what is kept of it>', 2 by number that was taken off, the offset of the record that did
-- ARGV: 1 number, 2 offset, 3 what is kept of it; none takes it off
-- Returns { 1 }, or { 0 } when it is too old. Sent twice, it changes nothing more.
local list_key, delisted_key = KEYS[1], KEYS[2]
local number, offset, kept = ARGV[1], ARGV[2], ARGV[3]

local listed = redis.call('HGET', list_key, number)
local in_force = listed and string.match(listed, '^%d+') or redis.call('HGET', delisted_key, number) or '-1'
if tonumber(offset) <= tonumber(in_force) then return { 0 } end
if kept then -- a removal first: a first write that takes memory would be refused when there is none left
  redis.call('HDEL', delisted_key, number)
  redis.call('HSET', list_key, number, offset .. ' ' .. kept)
else
  redis.call('HDEL', list_key, number)
  redis.call('HSET', delisted_key, number, offset)
end
return { 1 }
