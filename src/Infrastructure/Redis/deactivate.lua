#!lua flags=allow-oom
-- Counts a product among those at rest, unless somebody has activated it meanwhile.
--
-- KEYS 1 active (sorted set: product -> time in milliseconds)
-- ARGV 1 product, 2 when it was activated last
--
-- Returns 1, or 0 when it stays active.

if redis.call('ZSCORE', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call('ZREM', KEYS[1], ARGV[1])
