#!lua
-- Has a shopper leave a room: their place is passed over, or may not buy any more. After the draw they stand at the end if they come again;
-- before it they are who they were, for the draw needs all its members.
--
-- KEYS 1 room, 2 members, 3 inside, 4 left, 5 standby, 6 standby orders
-- ARGV 1 epoch, 2 shopper, 3 number, 4 place or '' where the draw is to come
--
-- Returns 'left', also when it was so before; 'not theirs' when the shopper has another number; 'changed' when the draw has been meanwhile, or
-- the room is another.

local room = redis.call('HMGET', KEYS[1], 'epoch', 'seed', 'admitted')
if room[1] ~= ARGV[1] or (ARGV[4] == '') == (room[2] and true or false) then return 'changed' end
local number = redis.call('HGET', KEYS[2], ARGV[2])
if not number then return 'left' end
if number ~= ARGV[3] then return 'not theirs' end
if ARGV[4] == '' then
  redis.call('ZADD', KEYS[4], ARGV[3], ARGV[3])
  return 'left'
end

redis.call('HDEL', KEYS[2], ARGV[2])
redis.call('ZREM', KEYS[5], ARGV[4])
redis.call('HDEL', KEYS[6], ARGV[4])
if tonumber(ARGV[4]) > tonumber(room[3]) then redis.call('ZADD', KEYS[4], ARGV[4], ARGV[4])
elseif redis.call('ZREM', KEYS[3], ARGV[4]) == 1 then redis.call('HINCRBY', KEYS[1], 'lapsed', 1)
end
return 'left'
