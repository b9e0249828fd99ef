-- Adds to a counter unless that would take it above a limit.
--
-- Check and increment are one step: however many callers race, the counter never
-- exceeds the limit and no increment below it is refused.
--
--@key counter        the counter; a missing one counts as 0
--@arg by:int         how much to add
--@arg limit:int      the highest value the counter may take
--@returns int        the counter after the increment
--@error ErrLimitReached "limit"  the counter would exceed its limit

local counter = KEYS[1]
local by, limit = tonumber(ARGV[1]), tonumber(ARGV[2])

local current = tonumber(redis.call('GET', counter) or '0')
if current + by > limit then
  return 'limit'
end
return redis.call('INCRBY', counter, by)
