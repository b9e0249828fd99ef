-- Takes units of an article, if there are enough.
--@key stock
--@arg units:int
--@returns int     units left
--@error ErrShort -1  there are not enough units
local left = tonumber(redis.call('GET', KEYS[1]) or '0')
if left < tonumber(ARGV[1]) then
  return -1
end
return redis.call('DECRBY', KEYS[1], ARGV[1])
