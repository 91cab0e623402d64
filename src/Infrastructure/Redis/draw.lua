#!lua
-- Keeps the outcome of a room's draw, once (G11). From then on who has left is known by place, and stands at the end if they come again: their
-- place may have been passed over by then.
--
-- KEYS 1 room, 2 left, 3 members, 4 leaves as they were written, 5 leaves
-- ARGV 1 secret of the room, 2 root, 3 seed, 4 value, then number, place and shopper of each who had left
--
-- Returns 1 when there is an outcome, this or an earlier one; 0 when somebody has left or come back meanwhile, or the room is another.

local room = redis.call('HMGET', KEYS[1], 'secret', 'seed')
if room[1] ~= ARGV[1] then return 0 end
if room[2] then return 1 end
if redis.call('ZCARD', KEYS[2]) ~= (#ARGV - 4) / 3 then return 0 end
for i = 5, #ARGV, 3 do
  if not redis.call('ZSCORE', KEYS[2], ARGV[i]) then return 0 end
end

redis.call('HSET', KEYS[1], 'root', ARGV[2], 'seed', ARGV[3], 'value', ARGV[4])
redis.call('HDEL', KEYS[1], 'drawing')
if redis.call('EXISTS', KEYS[4]) == 1 then
  redis.call('RENAME', KEYS[4], KEYS[5])
  redis.call('PERSIST', KEYS[5])
end
redis.call('DEL', KEYS[2])
for i = 5, #ARGV, 3 do
  redis.call('ZADD', KEYS[2], ARGV[i + 1], ARGV[i + 1])
  redis.call('HDEL', KEYS[3], ARGV[i + 2])
end
return 1
