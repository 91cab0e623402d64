#!lua
-- Starts a sale in place of the product's earlier one. Orders of the earlier one that lie in the outbox stay there.
--
-- KEYS 1 sale, 2 orders, 3 shoppers, 4 restocks, 5 ended (hash: epoch -> "orders:units"), 6 orders of the sale before, 7 suspended,
--      8 unrecorded (stream: a note of each change, until it is recorded)
-- ARGV 1 epoch, 2 epoch of the sale it takes the place of (0 for none), 3 stock,
--      4 name, 5 price, 6 limit, 7 opens at, 8 closes at (milliseconds, 0 for none), 9 note or ''
--
-- Returns 1, or 0 when another sale was started meanwhile.

local earlier = redis.call('HMGET', KEYS[1], 'epoch', 'orders', 'accepted', 'lost')
if (earlier[1] or '0') ~= ARGV[2] then return 0 end
if earlier[1] then redis.call('HSET', KEYS[5], earlier[1], (earlier[2] - (earlier[4] or 0)) .. ':' .. earlier[3]) end

-- A shopper of the earlier sale may still ask for an order that is not stored yet.
-- What goes is unlinked, not deleted or renamed over: Redis would do nothing else until millions of orders are freed.
if redis.call('EXISTS', KEYS[2]) == 1 then
  redis.call('UNLINK', KEYS[6])
  redis.call('RENAME', KEYS[2], KEYS[6])
  redis.call('EXPIRE', KEYS[6], 3600)
end
redis.call('UNLINK', KEYS[1], KEYS[3], KEYS[4], KEYS[7])
redis.call('HSET', KEYS[1],
  'epoch', ARGV[1], 'state', 'open',
  'initial', ARGV[3], 'added', 0, 'remaining', ARGV[3], 'accepted', 0, 'orders', 0, 'changes', 0,
  'name', ARGV[4], 'price', ARGV[5], 'limit', ARGV[6], 'opens_at', ARGV[7], 'closes_at', ARGV[8])
if ARGV[9] ~= '' then redis.call('XADD', KEYS[8], 'MAXLEN', 1000, '*', 'epoch', ARGV[1], 'what', ARGV[9]) end
return 1
