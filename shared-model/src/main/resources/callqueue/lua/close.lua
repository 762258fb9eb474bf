-- Closes what one tag has: from here on only who made this mark may write calls, until `open`. The mark is <epoch>:<from>:<token>: the epoch in which it
-- was open, or 0, and the moment from which on something may be missing. Both outlive whoever began to make Redis anew and died.
-- KEYS: 1 epoch
-- ARGV: 1 token of who makes Redis anew, 2 the moment in ms from which on something may be missing; 0 for everything. A closed tag keeps the earlier one
-- Returns { the mark }. Sent twice, it makes the same mark.
local epoch_key, token, from = KEYS[1], ARGV[1], ARGV[2]

local stood = redis.call('GET', epoch_key)
local closed_epoch, closed_from = string.match(stood or '0:0:', '^(%d+):(%d+):')
local mark = (closed_epoch or stood) .. ':' .. string.format('%.0f', math.min(closed_from or from, from)) .. ':' .. token
redis.call('SET', epoch_key, mark)
return { mark }
