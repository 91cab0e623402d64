-- Put before the scripts that need the time. It is Redis's clock in milliseconds, but never behind where the sale has seen it before: what
-- has opened, closed or fallen due stays so when the clock is set back.
local function read_clock(seen)
  local time = redis.call('TIME')
  return math.max(tonumber(seen or 0), time[1] * 1000 + math.floor(time[2] / 1000))
end

