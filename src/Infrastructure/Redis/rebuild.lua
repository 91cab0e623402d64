#!lua
-- Puts a sale that was put together elsewhere in the place of a suspended one, and ends the suspension (G7).
--
-- KEYS 1 sale, 2 orders, 3 shoppers, 4 suspended, 5 ended, 6 the new orders, 7 the new shoppers (6 and 7 filled before)
-- ARGV 1 epoch, 2 last position, 3 state, 4 initial, 5 added, 6 remaining, 7 accepted, 8 lost,
--      9 name, 10 price, 11 limit, 12 opens at, 13 closes at, then epoch and "orders:units" of each earlier sale to be remembered
--
-- Returns 1, or 0 when it is not suspended, or when somebody knows of more than the new orders.

local known = redis.call('HMGET', KEYS[4], 'known_epoch', 'known_position')
if not known[1] then return 0 end
local epoch, position = tonumber(known[1]), tonumber(known[2])
if epoch > tonumber(ARGV[1]) or (epoch == tonumber(ARGV[1]) and position > tonumber(ARGV[2])) then return 0 end

-- Watchers pass over what is not later than what they have seen: later than all changes that the lost ledger can have counted.
local changes = (redis.call('HGET', KEYS[1], 'changes') or 0) + 1000

redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3])
if redis.call('EXISTS', KEYS[6]) == 1 then redis.call('RENAME', KEYS[6], KEYS[2]) end
if redis.call('EXISTS', KEYS[7]) == 1 then redis.call('RENAME', KEYS[7], KEYS[3]) end
redis.call('HSET', KEYS[1],
  'epoch', ARGV[1], 'state', ARGV[3],
  'initial', ARGV[4], 'added', ARGV[5], 'remaining', ARGV[6], 'accepted', ARGV[7], 'orders', ARGV[2], 'lost', ARGV[8], 'changes', changes,
  'name', ARGV[9], 'price', ARGV[10], 'limit', ARGV[11], 'opens_at', ARGV[12], 'closes_at', ARGV[13])
for i = 14, #ARGV, 2 do redis.call('HSET', KEYS[5], ARGV[i], ARGV[i + 1]) end
redis.call('DEL', KEYS[4])
return 1
