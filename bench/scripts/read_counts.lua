-- Reads a list of counts.
--
--@key counts
--@returns []int
--@readonly

local counts = KEYS[1]

local values = redis.call('LRANGE', counts, 0, -1)
for i, value in ipairs(values) do
  values[i] = tonumber(value)
end
return values
