#!lua flags=allow-oom
-- Takes a product off the list with its archived sale, unless a later sale of it was listed meanwhile.
--
-- KEYS 1 products, 2 epochs (hash: product -> epoch of its latest sale), 3 leaving (hash: product -> epoch)
-- ARGV 1 product, 2 epoch of the archived sale
--
-- Returns 1, or 0 when it stays.

if redis.call('HGET', KEYS[3], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[3], ARGV[1]) end
if tonumber(redis.call('HGET', KEYS[2], ARGV[1]) or 0) > tonumber(ARGV[2]) then return 0 end
redis.call('HDEL', KEYS[2], ARGV[1])
return redis.call('SREM', KEYS[1], ARGV[1])
