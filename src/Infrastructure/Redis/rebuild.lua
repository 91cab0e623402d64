#!lua
-- Puts a sale that was put together elsewhere in the place of a suspended one, and ends the suspension (G7).
--
-- KEYS 1 sale, 2 suspended, 3 ended, then in pairs a key and what was filled beside it to take its place
-- ARGV 1 epoch, 2 last seq, 3 number of fields, then field and value of each, then epoch and "orders:units" of each earlier sale to be remembered
--
-- Returns 1, or 0 when it is not suspended, or when somebody knows of more than what was put together.

local known = redis.call('HMGET', KEYS[2], 'known_epoch', 'known_seq')
if not known[1] then return 0 end
local epoch, seq = tonumber(known[1]), tonumber(known[2] or 0)
if epoch > tonumber(ARGV[1]) or (epoch == tonumber(ARGV[1]) and seq > tonumber(ARGV[2])) then return 0 end

-- Watchers pass over what is not later than what they have seen: later than all changes that the lost ledger can have counted.
local changes = (redis.call('HGET', KEYS[1], 'changes') or 0) + 1000

redis.call('UNLINK', KEYS[1])
for i = 4, #KEYS, 2 do
  redis.call('UNLINK', KEYS[i])
  if redis.call('EXISTS', KEYS[i + 1]) == 1 then
    redis.call('RENAME', KEYS[i + 1], KEYS[i])
    redis.call('PERSIST', KEYS[i])
  end
end
local last = 3 + 2 * ARGV[3]
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'seq', ARGV[2], 'changes', changes, unpack(ARGV, 4, last))
for i = last + 1, #ARGV, 2 do redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1]) end
redis.call('DEL', KEYS[2])
return 1
