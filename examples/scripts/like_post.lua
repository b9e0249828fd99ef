-- Counts a like of a post, once per user.
--
-- The first like of a user adds the user to the post's likers, raises the post
-- in the day's trending board and appends an event to the log. Any further like
-- of the same user changes nothing.
--
--@key likers = {post:<postId:int>}:likers        set of the users who like the post
--@key trending = {post:<postId:int>}:trending    hash of likes per day
--@key events = {post:<postId:int>}:events        stream of likes, about the last 1,000
--@arg userId:string    who likes the post
--@arg at:time(ms)      when; its UTC day is the trending board's
--@returns Liked(1, likes:int) | AlreadyLiked(0, likes:int)  likes counts this like too

local likers, trending, events = KEYS[1], KEYS[2], KEYS[3]
local userId, at = ARGV[1], tonumber(ARGV[2])

if redis.call('SADD', likers, userId) == 0 then
  return {0, redis.call('SCARD', likers)}
end

local day = math.floor(at / 86400000)
redis.call('HINCRBY', trending, string.format('%d', day), 1)
redis.call('XADD', events, 'MAXLEN', '~', 1000, '*', 'user', userId, 'at', ARGV[2])
return {1, redis.call('SCARD', likers)}
