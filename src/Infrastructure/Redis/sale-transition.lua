-- An operator's change of a sale is a transition of it, too: it gets the next number, and an entry of the outbox; and it is noted until it is
-- recorded. The scripts that make one have 1 product, 2 epoch of the sale and 3 note or '' as their first ARGV.

local function note_change(sale, outbox, unrecorded, kind, more)
  local numbers = redis.call('HMGET', sale, 'seq', 'orders', 'clock')
  local transitions = {seq = tonumber(numbers[1] or numbers[2]), transitions = {}}
  local now = read_clock(numbers[3])
  note(transitions, kind, more)
  redis.call('HSET', sale, 'seq', transitions.seq, 'clock', now)
  redis.call('HINCRBY', sale, 'changes', 1)
  redis.call('XADD', outbox, '*', 'batch', write_transitions(ARGV[1], ARGV[2], transitions.seq, now, transitions.transitions))
  if ARGV[3] ~= '' then redis.call('XADD', unrecorded, 'MAXLEN', 1000, '*', 'epoch', ARGV[2], 'what', ARGV[3]) end
end

