-- Statuses in which an attempt is known to be under way: the members of `active:{s}`.
local ACTIVE = { dialing = true, ringing = true, in_progress = true }

-- Counts a call under its new status in place of its old one ('' for none), of all calls and of its campaign's, there queued ones by priority too, and
-- keeps the index of active calls.
-- `old_priority` is the one it was counted under, if that is not `priority`.
local function count(counts_key, campaign_key, active_key, call_id, priority, old_status, new_status, old_priority)
  old_priority = old_priority or priority
  if old_status == new_status and old_priority == priority then return end
  if old_status ~= '' then
    redis.call('HINCRBY', counts_key, old_status .. ':' .. old_priority, -1)
    redis.call('HINCRBY', campaign_key, old_status, -1)
    if old_status == 'queued' then redis.call('HINCRBY', campaign_key, 'queued:' .. old_priority, -1) end
  end
  redis.call('HINCRBY', counts_key, new_status .. ':' .. priority, 1)
  redis.call('HINCRBY', campaign_key, new_status, 1)
  if new_status == 'queued' then redis.call('HINCRBY', campaign_key, 'queued:' .. priority, 1) end
  if ACTIVE[new_status] then
    redis.call('SADD', active_key, call_id)
  elseif ACTIVE[old_status] then
    redis.call('SREM', active_key, call_id)
  end
end
