-- Allows a number of events in any window of the given length.
--
-- Every allowed event is remembered until it leaves the window, so the limit is
-- exact: no burst at the edge of a fixed window can double it.
--
--@include "lib/clock.lua"
--@key events = window:{<name>}    sorted set of the events in the window
--@arg limit:int                   events allowed in a window
--@arg window:duration(ms)
--@arg event                       an id that is unique within the window
--@returns Allowed(1, left:int) | Refused(0, retryAfter:duration(ms))  left is how many more events the window has room for now

local events = KEYS[1]
local limit, window, event = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]

local now = now_ms()
redis.call('ZREMRANGEBYSCORE', events, '-inf', string.format('%d', now - window))
local used = redis.call('ZCARD', events)
if used < limit then
  redis.call('ZADD', events, string.format('%d', now), event)
  redis.call('PEXPIRE', events, ARGV[2])
  return {1, limit - used - 1}
end

local oldest = redis.call('ZRANGE', events, 0, 0, 'WITHSCORES')
return {0, math.max(1, tonumber(oldest[2] or now) + window - now)}
