-- Gives a lock back, if the owner still has it.
--
--@key lock     holds the owner's token
--@arg owner
--@error ErrNotHeld -1  the lock is not, or no longer, held by this owner

local lock = KEYS[1]
local owner = ARGV[1]

if redis.call('GET', lock) ~= owner then
  return -1
end
return redis.call('DEL', lock)
