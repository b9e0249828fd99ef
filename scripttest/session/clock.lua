local redis = (function()
  local real, seconds, micros, ahead, left = redis, '%d', '%d', %d, {%s}
  local at = {EXAT = {'PXAT', 1000}, PXAT = {'PXAT', 1}}
  local setting = {
    EXPIRE = 1, PEXPIRE = 1, EXPIREAT = 1, PEXPIREAT = 1, SET = 1, SETEX = 1, PSETEX = 1, GETSET = 1, GETEX = 1, GETDEL = 1,
    PERSIST = 1, RESTORE = 1, COPY = 1, RENAME = 1, RENAMENX = 1, DEL = 1, UNLINK = 1
  }
  local function later(t, unit)
    local n = tonumber(t)
    if not n then return t end
    return string.format('%%.0f', n * unit - ahead)
  end
  local function wrap(f)
    return function(...)
      local name = string.upper(tostring((...)))
      local n = select('#', ...)
      if name == 'TIME' and n == 1 then return {seconds, micros} end
      if setting[name] then
        for i = 2, n do left[tostring((select(i, ...)))] = nil end
      end
      if n == 2 and (name == 'TTL' or name == 'PTTL') then
        local t, was = f(...), left[tostring((select(2, ...)))]
        if not was or type(t) ~= 'number' or t < 0 then return t end
        if name == 'TTL' then return math.floor((was + 500) / 1000) end
        return was
      end
      if name == 'EXPIRETIME' or name == 'PEXPIRETIME' then
        local t = f('PEXPIRETIME', select(2, ...))
        if type(t) ~= 'number' or t < 0 then return t end
        if name == 'PEXPIRETIME' then return t + ahead end
        return math.floor((t + ahead + 500) / 1000)
      end
      if n >= 3 and (name == 'EXPIREAT' or name == 'PEXPIREAT') then
        local a = {...}
        a[1], a[3] = 'PEXPIREAT', later(a[3], name == 'EXPIREAT' and 1000 or 1)
        return f(unpack(a, 1, n))
      end
      if name == 'SET' or name == 'GETEX' then
        local a = {...}
        for i = (name == 'SET' and 4 or 3), n - 1 do
          local unit = at[string.upper(tostring(a[i]))]
          if unit then
            a[i], a[i + 1] = unit[1], later(a[i + 1], unit[2])
            return f(unpack(a, 1, n))
          end
        end
      end
      return f(...)
    end
  end
  return setmetatable({call = wrap(real.call), pcall = wrap(real.pcall)}, {__index = real, __newindex = real})
end)()
local server = rawget(_G, 'server') and redis
