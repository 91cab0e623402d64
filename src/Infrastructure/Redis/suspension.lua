-- Put before the scripts that compare the ledger with how far somebody knows it to have come.
--
-- G7: a ledger that is behind has lost data, and must not sell on, whoever asks next. The suspension remembers the furthest that anybody
-- knew, and where the ledger was when it was found.
local function is_suspended(suspension, epoch, position, known_epoch, known_position, now)
  local is_behind = epoch < known_epoch or (epoch == known_epoch and position < known_position)
  local furthest = redis.call('HMGET', suspension, 'known_epoch', 'known_position')
  if not is_behind then return furthest[1] and true or false end

  local epoch_before, position_before = tonumber(furthest[1] or 0), tonumber(furthest[2] or 0)
  if known_epoch > epoch_before or (known_epoch == epoch_before and known_position > position_before) then
    redis.call('HSET', suspension, 'known_epoch', known_epoch, 'known_position', known_position)
  end
  if not furthest[1] then
    redis.call('HSET', suspension, 'epoch', epoch, 'position', position, 'since', now)
  end
  return true
end

