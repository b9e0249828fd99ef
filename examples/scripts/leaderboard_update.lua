-- Records a player's score if it is the player's best, and tells the rank.
--
--@key board                 sorted set of players by score
--@arg player
--@arg score:float
--@returns tuple(improved:bool, best:float, rank:int)  rank counts from 0 for the highest score

local board = KEYS[1]
local player, score = ARGV[1], ARGV[2]

local improved = redis.call('ZADD', board, 'GT', 'CH', score, player)
local best = redis.call('ZSCORE', board, player) or score
return {improved, best, redis.call('ZREVRANK', board, player) or 0}
