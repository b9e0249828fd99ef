-- Adds to any number of counters at once.
--
--@key counters(key)...    the counters; on a cluster they must share a hash tag
--@arg counters:tuple(by:int)...    how much to add to each
--@returns []int           the counters after the increments, in the order given

local values = {}
for i = 1, #KEYS do
  values[i] = redis.call('INCRBY', KEYS[i], ARGV[i])
end
return values
