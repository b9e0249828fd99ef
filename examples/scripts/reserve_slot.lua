-- Reserves the first free slot of a resource for somebody.
--
--@key slots             hash of slot number to holder
--@arg count:int         how many slots there are, numbered from 1
--@arg holder            who takes the slot
--@returns int           the slot that was reserved
--@error ErrNoSlot nil   every slot is taken

local slots = KEYS[1]
local count, holder = tonumber(ARGV[1]), ARGV[2]

for slot = 1, count do
  if redis.call('HSETNX', slots, slot, holder) == 1 then
    return slot
  end
end
return false
