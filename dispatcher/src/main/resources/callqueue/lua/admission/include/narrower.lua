-- The rates besides the account's that a dial is under, where they have one: its caller number's and its campaign's. A moment is taken under all of them;
-- one of the account is never passed over for them: the call waits, and others take the moment.
local function narrower_rates(rate_key, number, number_rate, campaign, campaign_rate, tolerance)
  local rates = {}
  if number_rate then
    rates[1] = { key = rate_key .. ':number:' .. number, rate = rate_of(number_rate, tolerance), answer = 'number_later' }
  end
  if campaign_rate then
    rates[#rates + 1] = { key = rate_key .. ':campaign:' .. campaign, rate = rate_of(campaign_rate, tolerance), answer = 'campaign_later' }
  end
  return rates
end

-- The first of them that does not allow a dial at this moment of the account, and when it does.
local function not_yet(rates, moment, now, horizon)
  for _, each in ipairs(rates) do
    local own = next_moment(each.key, each.rate, now, horizon)
    if own > moment then return each, own end
  end
end

-- Their lists go when nobody uses them any more; a lost one is safe.
local function take_narrower(rates, moment, now)
  for _, each in ipairs(rates) do
    take_moment(each.key, each.rate, moment, now)
    redis.call('PEXPIRE', each.key, math.ceil(each.rate.kept / 1000) + 600000)
  end
end
