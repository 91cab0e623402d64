#!lua
-- Puts a product on the list with the sale that begins.
--
-- KEYS 1 products, 2 epochs (hash: product -> epoch of its latest sale)
-- ARGV 1 product, 2 epoch

redis.call('SADD', KEYS[1], ARGV[1])
if tonumber(redis.call('HGET', KEYS[2], ARGV[1]) or 0) < tonumber(ARGV[2]) then redis.call('HSET', KEYS[2], ARGV[1], ARGV[2]) end
return 1
