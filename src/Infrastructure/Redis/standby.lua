#!lua
-- Has a member of a room wait for units that come back. The order that will be held for them is named now.
--
-- KEYS 1 sale, 2 room, 3 members, 4 standby, 5 standby orders
-- ARGV 1 epoch, 2 shopper, 3 number, 4 place, 5 order id, 6 units
--
-- Returns 'standing', also when it was so before; 'not theirs' when the shopper has another number; 'not sold out'; 'no holds' when units are
-- sold at once, which nobody is asked about; 'closed'; 'changed' when the room is another.

local sale = redis.call('HMGET', KEYS[1], 'epoch', 'state', 'remaining', 'hold', 'closes_at', 'clock')
local room = redis.call('HMGET', KEYS[2], 'epoch', 'seed')
if sale[1] ~= ARGV[1] or room[1] ~= ARGV[1] or not room[2] then return 'changed' end
if redis.call('HGET', KEYS[3], ARGV[2]) ~= ARGV[3] then return 'not theirs' end
local now, closes_at = read_clock(sale[6]), tonumber(sale[5])
if sale[2] == 'closed' or sale[2] == 'archived' or (closes_at > 0 and now >= closes_at) then return 'closed' end
if tonumber(sale[4] or 0) == 0 then return 'no holds' end
local earlier = redis.call('HGET', KEYS[5], ARGV[4])
if earlier and string.match(earlier, '^[^:]+:(%d+):') == ARGV[6] then return 'standing' end
if not earlier and tonumber(sale[3]) > 0 and redis.call('EXISTS', KEYS[4]) == 0 then return 'not sold out' end
redis.call('ZADD', KEYS[4], ARGV[4], ARGV[4])
redis.call('HSET', KEYS[5], ARGV[4], ARGV[5] .. ':' .. ARGV[6] .. ':0:' .. ARGV[2])
return 'standing'
