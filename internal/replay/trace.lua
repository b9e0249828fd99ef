local redis, __luagen_finish = (function()
  local real, log, raised, line = redis, {}, nil, nil
  local function copy(v)
    if type(v) ~= 'table' then return v end
    local t = {}
    for k, e in pairs(v) do t[k] = copy(e) end
    return t
  end
  local function lineAt(level)
    local _, here = pcall(error, '', level)
    return string.match(tostring(here), ':(%d+):')
  end
  local function where()
    local own = lineAt(2)
    for level = 3, 6 do
      local l = lineAt(level)
      if l and l ~= own then return l end
    end
    return own
  end
  local function words(...)
    local t = {...}
    for i = 1, select('#', ...) do
      if type(t[i]) == 'number' then t[i] = string.format('%.17g', t[i]) else t[i] = tostring(t[i]) end
    end
    return t
  end
  local function record(f)
    return function(...)
      local entry = {words(...), false}
      log[#log + 1] = entry
      local ok, reply = pcall(f, ...)
      if ok then
        entry[2] = copy(reply)
        if entry[2] == nil then entry[2] = false end
        return reply
      end
      if type(reply) == 'string' then reply = string.gsub(reply, '^[^ ]*:%d+: ', '', 1) end
      raised, line = reply, where()
      entry[2] = {err = type(reply) == 'table' and reply.err or tostring(reply)}
      error(reply, 0)
    end
  end
  local function finish(ok, reply)
    if ok then
      if reply == nil then reply = false end
      return {log, reply, __luagen_notes and __luagen_notes(reply)}
    end
    local text, at = reply, nil
    if type(reply) == 'table' then text = reply.err end
    text = tostring(text)
    if reply == raised then at = line else at = string.match(text, '^[^ ]*:(%d+):') end
    local placed
    text, placed = string.gsub(text, '^[^ ]*:%d+: ', '', 1)
    if placed > 0 or not string.match(text, '^[A-Z][A-Z0-9_]* ') then text = 'ERR ' .. text end
    if at then text = text .. ' script: 0000000000000000000000000000000000000000, on @user_script:' .. at .. '.' end
    return {log, {err = text}}
  end
  return setmetatable({call = record(real.call), pcall = record(real.pcall)}, {__index = real}), finish
end)()
local server = rawget(_G, 'server') and redis
