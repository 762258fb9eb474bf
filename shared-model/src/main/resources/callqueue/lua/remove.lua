-- Removes keys of one tag that is closed, if it is closed by who asks.
-- KEYS: 1 epoch, 2.. keys
-- ARGV: 1 the mark that `close` made
-- Returns { 1 }, or { -1 } when the mark is not there any more. Sent twice, it removes nothing more.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return { -1 } end
redis.call('UNLINK', unpack(KEYS, 2))
return { 1 }
