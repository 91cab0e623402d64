#!lua flags=allow-oom
-- Lists active products that nobody has activated for a while, the quietest first.
--
-- KEYS 1 active (sorted set: product -> time in milliseconds)
-- ARGV 1 for how long, in milliseconds, 2 most products
--
-- Returns {product, when it was activated last, product, ...}.

return redis.call('ZRANGE', KEYS[1], '-inf', read_clock() - ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[2], 'WITHSCORES')
