-- Likes a post once per user.
--
--@key likes  a set of the users who like the post
--@key count  how many they are
--@arg user
--@returns tuple(liked:bool, likes:int)

local likes, count, user = KEYS[1], KEYS[2], ARGV[1]

if redis.call('SISMEMBER', likes, user) == 1 then
  return {0, tonumber(redis.call('GET', count) or 0)}
end
redis.call('SADD', likes, user)
return {1, redis.call('INCR', count)}
