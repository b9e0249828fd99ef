-- Takes a job from a queue.
--
--@key queue
--@returns Job(id:string, payload:string) | Paused="paused" | Wait:int | Empty=nil

local queue = KEYS[1]

if redis.call('EXISTS', queue .. ':paused') == 1 then
  return 'paused'
end
local wait = redis.call('PTTL', queue .. ':delay')
if wait > 0 then
  return wait
end
local id = redis.call('LPOP', queue)
if not id then
  return false
end
return {id, redis.call('HGET', queue .. ':jobs', id) or ''}
