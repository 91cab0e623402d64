#!lua flags=allow-oom
-- Opens, pauses or closes the sale that is meant. A closed sale stays closed.
--
-- KEYS 1 sale, 2 suspended, 3 unrecorded (stream: a note of each change, until it is recorded)
-- ARGV 1 epoch of the sale, 2 'open', 'paused' or 'closed', 3 note or ''
--
-- Returns 'done', 'repeated' when it was so before, 'closed', 'suspended', 'superseded' or 'unknown'.

if redis.call('EXISTS', KEYS[2]) == 1 then return 'suspended' end
local sale = redis.call('HMGET', KEYS[1], 'epoch', 'state')
if not sale[1] or sale[2] == 'archived' then return 'unknown' end
if sale[1] ~= ARGV[1] then return 'superseded' end
if sale[2] == ARGV[2] then return 'repeated' end
if sale[2] == 'closed' then return 'closed' end
redis.call('HSET', KEYS[1], 'state', ARGV[2])
redis.call('HINCRBY', KEYS[1], 'changes', 1)
if ARGV[3] ~= '' then redis.call('XADD', KEYS[3], 'MAXLEN', 1000, '*', 'epoch', ARGV[1], 'what', ARGV[3]) end
return 'done'
