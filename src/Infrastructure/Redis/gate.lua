-- Put before the scripts that sell: why nothing is sold of a product at all, or nil. N not open, P paused, C closed, U archived, M made of other
-- products, which are taken in its place.

local function read_gate(sale, state, opens_at, closes_at, bundle, clock, now)
  -- Who has heard that the sale has opened, or closed, is not to hear the contrary when the clock is set back.
  local function has_passed(edge) return clock < edge and edge <= now end
  if has_passed(opens_at) or has_passed(closes_at) then redis.call('HSET', sale, 'clock', now) end

  if state == 'archived' then return 'U' end
  if state == 'closed' or (closes_at > 0 and now >= closes_at) then return 'C' end
  if state == 'paused' then return 'P' end
  if now < opens_at then return 'N' end
  if bundle and bundle ~= '' then return 'M' end
end

