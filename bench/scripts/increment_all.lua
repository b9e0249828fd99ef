-- Adds one to every counter.
--
--@keys counters...
--@returns []int  the new values, in the order of the counters

local values = {}
for i, counter in ipairs(KEYS) do
  values[i] = redis.call('INCR', counter)
end
return values
