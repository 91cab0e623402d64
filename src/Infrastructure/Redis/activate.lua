#!lua flags=allow-oom
-- Counts a product among the active ones from now on, if it is listed. It runs when Redis is full, too: a pause does. It begins with
-- clock.lua.
--
-- KEYS 1 products, 2 active (sorted set: product -> time in milliseconds)
-- ARGV 1 product
--
-- Returns 1, or 0 when it is not listed.

if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('ZADD', KEYS[2], read_clock(), ARGV[1])
return 1
