#!lua flags=allow-oom
-- Reads the oldest entries of an outbox, for one owner at a time, and tells what the owner needs to know for its next claim.
-- What is old is for the owner to say: no id is compared with a clock, which may be set back. It makes room, so it runs when Redis is full.
--
-- KEYS 1 outbox, 2 lease (string: the claim of its holder), 3 deadlines
-- ARGV 1 owner, 2 its claim ("owner:number", another number each time), 3 last entry that may be read or '' for none,
--      4 a claim of somebody who is taken for dead or '', 5 length of the lease in milliseconds, 6 most entries, 7 first entry that may be read
--
-- Returns {newest entry's id or '', the claim of another owner that holds the lease or '', entries as XRANGE returns them, 1 if a deadline of the
-- product has passed}.

local is_due = redis.call('ZCOUNT', KEYS[3], '-inf', read_clock()) > 0 and 1 or 0
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
if #newest == 0 then return {'', '', {}, is_due} end

local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[4] and string.sub(holder, 1, #ARGV[1]) ~= ARGV[1] then return {newest[1][1], holder, {}, is_due} end

local entries = {}
if ARGV[3] ~= '' then entries = redis.call('XRANGE', KEYS[1], ARGV[7], ARGV[3], 'COUNT', ARGV[6]) end
if #entries > 0 then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[5]) end
return {newest[1][1], '', entries, is_due}
