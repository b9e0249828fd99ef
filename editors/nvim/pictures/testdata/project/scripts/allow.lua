-- Allows a number of calls per user and window.
--
--@key counter = rate:{<user>}    calls in this window
--@arg limit:int                  calls allowed per window
--@arg window:duration(s)
--@returns tuple(allowed:bool, remaining:int)

local counter = KEYS[1]
local limit, window = tonumber(ARGV[1]), ARGV[2]

local used = redis.call('INCR', counter)
if used == 1 then
  redis.call('EXPIRE', counter, window)
end
return {used <= limit and 1 or 0, math.max(0, limit - used)}
