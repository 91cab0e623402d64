#!lua flags=allow-oom
-- Counts a product among the active ones from now on, if it is listed. It runs when Redis is full, too: a pause does.
--
-- KEYS 1 products, 2 active (sorted set: product -> time in milliseconds)
-- ARGV 1 product
--
-- Returns 1, or 0 when it is not listed.

if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 0 then return 0 end
local time = redis.call('TIME')
redis.call('ZADD', KEYS[2], time[1] * 1000 + math.floor(time[2] / 1000), ARGV[1])
return 1
