#!lua flags=allow-oom
-- Puts away the sale that is meant, once it is over. Its counters stay for the books, and so that nobody takes it for lost (G6, G7);
-- its outbox stays until it is swept, and its orders for an hour more, for whoever asks for one or tries again (G4).
--
-- KEYS 1 sale, 2 orders, 3 shoppers, 4 restocks, 5 suspended, 6 unrecorded (stream: a note of each change, until it is recorded)
-- ARGV 1 epoch of the sale, 2 note or ''
--
-- Returns 'done', 'repeated' when it was so before, 'not over', 'suspended', 'superseded' or 'unknown'.

if redis.call('EXISTS', KEYS[5]) == 1 then return 'suspended' end
local sale = redis.call('HMGET', KEYS[1], 'epoch', 'state', 'closes_at', 'clock')
if not sale[1] then return 'unknown' end
if sale[1] ~= ARGV[1] then return 'superseded' end
if sale[2] == 'archived' then return 'repeated' end

local time = redis.call('TIME')
local now, closes_at = math.max(tonumber(sale[4] or 0), time[1] * 1000 + math.floor(time[2] / 1000)), tonumber(sale[3])
if sale[2] ~= 'closed' and not (closes_at > 0 and now >= closes_at) then return 'not over' end

redis.call('HSET', KEYS[1], 'state', 'archived')
redis.call('HINCRBY', KEYS[1], 'changes', 1)
redis.call('EXPIRE', KEYS[2], 3600)
redis.call('UNLINK', KEYS[3], KEYS[4])
if ARGV[2] ~= '' then redis.call('XADD', KEYS[6], 'MAXLEN', 1000, '*', 'epoch', ARGV[1], 'what', ARGV[2]) end
return 'done'
