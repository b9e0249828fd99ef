-- Reads whether something is on.
--
--@key flag
--@returns bool
--@readonly

local flag = KEYS[1]

return redis.call('EXISTS', flag)
