#!lua
-- Puts a product on the list with the sale that begins, and counts it among the active ones.
--
-- KEYS 1 products, 2 epochs (hash: product -> epoch of its latest sale), 3 active (sorted set: product -> time in milliseconds),
--      4 families (hash: product -> family)
-- ARGV 1 product, 2 epoch, 3 family or ''

-- Where the product's keys are does not change once there are any.
if ARGV[3] ~= '' and redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then redis.call('HSETNX', KEYS[4], ARGV[1], ARGV[3]) end
redis.call('SADD', KEYS[1], ARGV[1])
if tonumber(redis.call('HGET', KEYS[2], ARGV[1]) or 0) < tonumber(ARGV[2]) then redis.call('HSET', KEYS[2], ARGV[1], ARGV[2]) end
redis.call('ZADD', KEYS[3], read_clock(), ARGV[1])
return 1
