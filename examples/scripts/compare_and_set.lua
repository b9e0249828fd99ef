-- Replaces a value if it still is what the caller last saw.
--
--@key key
--@arg old?:bytes             what the caller last saw; nil when there was nothing
--@arg new:bytes              what to store
--@arg ttl?:duration(ms)      how long to keep it; nil for ever
--@returns bool               whether the value was replaced

local key = KEYS[1]
local old, new, ttl = ARGV[1], ARGV[2], ARGV[3]

local current = redis.call('GET', key) or ''
if current ~= old then
  return 0
end
if ttl then
  redis.call('SET', key, new, 'PX', ttl)
else
  redis.call('SET', key, new)
end
return 1
