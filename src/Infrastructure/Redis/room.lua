#!lua
-- Has shoppers join a product's room, lets in whose turn it is, and tells how it stands (G11). Nothing runs between calls: whoever looks lets in
-- what the time since the last look allows.
--
-- KEYS 1 sale, 2 suspended
--      3 room     hash: epoch, secret and key of the room, members (how many), frozen (how many at the start), root, seed and value of the draw,
--                 admitted, tokens, at, lapsed, skipped
--      4 members  hash: shopper -> number
--      5 inside   sorted set: place that may buy -> when its pass lapses
--      6 left     sorted set: places that were given up; before the draw, numbers
--      7 standby  sorted set: places that wait for units to come back
-- ARGV 1 how many join; then those shoppers, and after them those who only ask
--
-- Returns {} for a product without a room; else {epoch, now, room, gate or '' or 'S' for a suspended sale or 'L' for a lost room, remaining, held,
-- members, frozen or -1, admitted, inside, lapsed, skipped, how many stand by, secret, key, root, seed, value, {number or 0 of each shopper}}.

-- So that no call takes long, however many are to be let in: the next one goes on.
local most_let_in, most_passed_over = 1000, 5000

local sale = redis.call('HMGET', KEYS[1], 'epoch', 'state', 'remaining', 'held', 'opens_at', 'closes_at', 'clock', 'bundle', 'room')
if not sale[1] or sale[2] == 'archived' or not sale[9] or sale[9] == '' then return {} end
local remaining, held = tonumber(sale[3]), tonumber(sale[4] or 0)
local room = redis.call('HMGET', KEYS[3],
  'epoch', 'secret', 'key', 'members', 'frozen', 'root', 'seed', 'value', 'admitted', 'tokens', 'at', 'lapsed', 'skipped')
local clock = tonumber(sale[7] or 0)
local now = read_clock(math.max(clock, tonumber(room[11] or 0)))
local gate = read_gate(KEYS[1], sale[2], tonumber(sale[5]), tonumber(sale[6]), sale[8], clock, now)
if redis.call('EXISTS', KEYS[2]) == 1 then gate = 'S' end
if room[1] ~= sale[1] then return {sale[1], now, sale[9], gate == 'S' and gate or 'L', remaining, held, 0, -1, 0, 0, 0, 0, 0, '', '', '', '', '', {}} end

local opens_at, starts_at, per_minute, pass, ahead = string.match(sale[9], '^(%d+),(%d+),(%d+),(%d+),(%d+),')
local members, frozen, seed = tonumber(room[4]), tonumber(room[5] or -1), room[7]
local admitted, lapsed, skipped = tonumber(room[9]), tonumber(room[12] or 0), tonumber(room[13] or 0)

if frozen < 0 and now >= tonumber(starts_at) then
  frozen = members
  redis.call('HSET', KEYS[3], 'frozen', frozen)
end

local joining = tonumber(ARGV[1])

local function join()
  local numbers, new, added = {}, {}, {}
  if #ARGV == 1 then return numbers end
  local known = redis.call('HMGET', KEYS[4], unpack(ARGV, 2))
  local may_have_left = not seed and redis.call('EXISTS', KEYS[6]) == 1
  for i = 1, #known do
    local shopper = ARGV[i + 1]
    numbers[i] = new[shopper] or tonumber(known[i] or 0)
    if numbers[i] == 0 and i <= joining and now >= tonumber(opens_at) and gate ~= 'C' and gate ~= 'S' then
      members = members + 1
      numbers[i], new[shopper] = members, members
      added[#added + 1], added[#added + 2] = shopper, members
    elseif may_have_left then redis.call('ZREM', KEYS[6], numbers[i])
    end
  end
  if #added > 0 then
    redis.call('HSET', KEYS[4], unpack(added))
    redis.call('HSET', KEYS[3], 'members', members)
  end
  return numbers
end

-- A bucket of tokens that holds those of a second; and no more are in than there are units for.
local function let_in()
  lapsed = lapsed + redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', now)
  local most = math.max(1, per_minute / 60)
  local tokens = math.min(most, (room[10] or most) + (now - (room[11] or now)) * per_minute / 60000)
  if tonumber(per_minute) == 0 then tokens = 0 end
  local space = gate and 0 or math.ceil(ahead * (remaining + held) / 100) - redis.call('ZCARD', KEYS[5])
  local count, passed_over, new = math.min(math.floor(tokens), space, most_let_in), 0, {}
  local has_left = redis.call('EXISTS', KEYS[6]) == 1
  while count > 0 and admitted < members and passed_over < most_passed_over do
    admitted = admitted + 1
    if has_left and redis.call('ZREM', KEYS[6], admitted) == 1 then passed_over = passed_over + 1
    else
      new[#new + 1], new[#new + 2] = now + pass, admitted
      count, tokens = count - 1, tokens - 1
    end
  end
  if #new > 0 then redis.call('ZADD', KEYS[5], unpack(new)) end
  skipped = skipped + passed_over
  redis.call('HSET', KEYS[3], 'admitted', admitted, 'tokens', string.format('%.6f', tokens), 'at', now, 'lapsed', lapsed, 'skipped', skipped)
end

local numbers = join()
if seed then let_in() end
return {
  sale[1], now, sale[9], gate or '', remaining, held, members, frozen, admitted, redis.call('ZCARD', KEYS[5]), lapsed, skipped,
  redis.call('ZCARD', KEYS[7]), room[2], room[3], room[6] or '', seed or '', room[8] or '', numbers,
}
