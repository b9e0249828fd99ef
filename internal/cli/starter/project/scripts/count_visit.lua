-- Counts a visit to a page and says how many there have been.
--
-- The count is forgotten when nobody visits the page for a while.
--@key     visits = visits:{<page>}   visits to one page
--@arg     ttl:duration(s)            how long the count is kept after a visit
--@returns int                        visits so far, this one included

local visits = redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], ARGV[1])
return visits
