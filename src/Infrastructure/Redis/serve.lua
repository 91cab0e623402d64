-- Holds what has come back for those who stand by, in the order of their places, before anybody else can have it (G11).
--
-- KEYS 9 inside, 10 standby (sorted set: place), 11 standby orders (hash: place -> "order id:units:times passed over:shopper"), 12 left

local most_served = 64

-- Who wants more units than there are is passed over so often; then units gather for them.
local most_passed_over = 3

local function serve_standby(sale, now, product)
  local waiting, free = redis.call('ZRANGE', KEYS[10], 0, most_served - 1), sale.remaining
  local orders = redis.call('HMGET', KEYS[11], unpack(waiting))
  local args, served, passed_over = {}, {}, {}
  for i, place in ipairs(waiting) do
    local id, units, times, shopper = string.match(orders[i], '^([^:]+):(%d+):(%d+):(.*)$')
    if tonumber(units) <= free then
      free = free - units
      served[#served + 1] = place
      for _, value in ipairs({id, shopper, units, '0'}) do args[#args + 1] = value end
      for other, record in pairs(passed_over) do redis.call('HSET', KEYS[11], other, record) end
      passed_over = {}
    elseif tonumber(times) >= most_passed_over then break
    else passed_over[place] = string.format('%s:%s:%d:%s', id, units, times + 1, shopper)
    end
    if free == 0 then break end
  end
  if #served == 0 then return end

  -- They have waited: they need no pass, and their place is passed over when its turn comes.
  local inside = sale.inside
  sale.inside = nil
  buy(sale, now, product, #served, nil, {}, args, 0)
  sale.inside = inside
  redis.call('ZREM', KEYS[10], unpack(served))
  redis.call('HDEL', KEYS[11], unpack(served))
  redis.call('ZREM', KEYS[9], unpack(served))
  for _, place in ipairs(served) do redis.call('ZADD', KEYS[12], place, place) end
end
