-- Takes tokens from a bucket that refills at a steady rate.
--
-- The bucket starts full. Time is the server's, so callers need no synchronised
-- clocks. A bucket that would be full again is forgotten.
--
--@include "lib/clock.lua"
--@key bucket = bucket:{<name>}    hash of the tokens left and when they were counted
--@arg capacity:int                how many tokens the bucket holds
--@arg interval:duration(ms)       how long one token takes to come back, at least 1 ms
--@arg want:int                    how many tokens to take
--@returns tuple(allowed:bool, left:int, retryAfter:duration(ms))  left is the number of whole tokens that remain; retryAfter is zero when allowed

local bucket = KEYS[1]
local capacity, interval, want = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

local now = now_ms()
local state = redis.call('HMGET', bucket, 'tokens', 'at')
local tokens = tonumber(state[1] or capacity)
local at = tonumber(state[2] or now)
tokens = math.min(capacity, tokens + math.max(0, now - at) / interval)

local allowed, retry_after = 0, 0
if tokens >= want then
  allowed = 1
  tokens = tokens - want
else
  retry_after = math.ceil((want - tokens) * interval)
end

redis.call('HSET', bucket, 'tokens', string.format('%.17g', tokens), 'at', string.format('%d', now))
redis.call('PEXPIRE', bucket, string.format('%d', math.ceil(capacity * interval)))
return {allowed, math.floor(tokens), retry_after}
