#!lua flags=allow-oom
-- Opens, pauses or closes the sale that is meant. A closed sale stays closed. It runs when Redis is full, too.
--
-- KEYS 1 sale, 2 suspended, 3 outbox, 4 unrecorded (stream: a note of each change, until it is recorded)
-- ARGV 1 product, 2 epoch of the sale, 3 note or '', 4 'open', 'paused' or 'closed'
--
-- Returns 'done', 'repeated' when it was so before, 'closed', 'suspended', 'superseded' or 'unknown'.

if redis.call('EXISTS', KEYS[2]) == 1 then return 'suspended' end
local sale = redis.call('HMGET', KEYS[1], 'epoch', 'state')
if not sale[1] or sale[2] == 'archived' then return 'unknown' end
if sale[1] ~= ARGV[2] then return 'superseded' end
if sale[2] == ARGV[4] then return 'repeated' end
if sale[2] == 'closed' then return 'closed' end
redis.call('HSET', KEYS[1], 'state', ARGV[4])
note_change(KEYS[1], KEYS[3], KEYS[4], ARGV[4] == 'open' and 'resumed' or ARGV[4])
return 'done'
