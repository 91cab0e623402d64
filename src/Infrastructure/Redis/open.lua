#!lua
-- Starts a sale in place of the product's earlier one. Orders of the earlier one that lie in the outbox stay there.
--
-- KEYS 1 sale, 2 orders, 3 orders of the sale before, 4 ended (hash: epoch -> "orders:units"), 5 suspended,
--      6 unrecorded (stream: a note of each change, until it is recorded), 7 room, then what else belongs to one sale only
-- ARGV 1 epoch, 2 epoch of the sale it takes the place of (0 for none), 3 note or '', 4 stock, 5 secret and 6 key of its room, '' for none,
--      then field and value of each that may change
--
-- Returns 1, or 0 when another sale was started meanwhile, or when units of the earlier one are held by people who pay.

local earlier = redis.call('HMGET', KEYS[1], 'epoch', 'orders', 'accepted', 'held')
if (earlier[1] or '0') ~= ARGV[2] then return 0 end
-- A suspended ledger's holds cannot be paid for any more: a new sale is the way out (G7).
if tonumber(earlier[4] or 0) > 0 and redis.call('EXISTS', KEYS[5]) == 0 then return 0 end
if earlier[1] then redis.call('HSET', KEYS[4], earlier[1], earlier[2] .. ':' .. earlier[3]) end

-- A shopper of the earlier sale may still ask for an order that is not stored yet.
-- What goes is unlinked, not deleted or renamed over: Redis would do nothing else until millions of orders are freed.
if redis.call('EXISTS', KEYS[2]) == 1 then
  redis.call('UNLINK', KEYS[3])
  redis.call('RENAME', KEYS[2], KEYS[3])
  redis.call('EXPIRE', KEYS[3], 3600)
end
redis.call('UNLINK', KEYS[1], KEYS[5], unpack(KEYS, 7))
redis.call('HSET', KEYS[1],
  'epoch', ARGV[1], 'state', 'open', 'initial', ARGV[4], 'added', 0, 'remaining', ARGV[4],
  'accepted', 0, 'orders', 0, 'seq', 0, 'changes', 0, unpack(ARGV, 7))
if ARGV[5] ~= '' then redis.call('HSET', KEYS[7], 'epoch', ARGV[1], 'secret', ARGV[5], 'key', ARGV[6], 'members', 0, 'admitted', 0) end
if ARGV[3] ~= '' then redis.call('XADD', KEYS[6], 'MAXLEN', 1000, '*', 'epoch', ARGV[1], 'what', ARGV[3]) end
return 1
