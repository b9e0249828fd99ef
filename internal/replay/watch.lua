local __luagen_noted, __luagen_seen, __luagen_lefts = {}, {}, {}
local function __luagen_note(kind, site, text)
  local id = kind .. site
  if not __luagen_seen[id] then
    __luagen_seen[id] = true
    __luagen_noted[#__luagen_noted + 1] = {kind, site, text}
  end
end
local function __luagen_left(site, v)
  __luagen_lefts[site] = v
  return v
end
local function __luagen_right(site, b)
  local a = __luagen_lefts[site]
  if type(a) == 'string' and type(b) == 'string' then
    local x, y = tonumber(a), tonumber(b)
    if x and y and x ~= y and (x < y) ~= (a < b) then __luagen_note('text', site, a .. ' ' .. b) end
  end
  return b
end
local function __luagen_drop(site, r)
  if type(r) == 'table' and type(r.err) == 'string' then __luagen_note('unread', site, r.err) end
  return r
end
local function __luagen_check(t, depth)
  if type(t) ~= 'table' or depth > 20 or t.err ~= nil or t.ok ~= nil or t.map or t.set or t.double or t.big_number or t.verbatim_string then return end
  local n, lost = 0, nil
  while t[n + 1] ~= nil do
    n = n + 1
    __luagen_check(t[n], depth + 1)
  end
  for k in pairs(t) do
    if not (type(k) == 'number' and k >= 1 and k <= n and k % 1 == 0) and (lost == nil or tostring(k) < tostring(lost)) then lost = k end
  end
  if lost ~= nil then __luagen_note(type(lost) == 'number' and 'hole' or 'field', 0, tostring(lost)) end
end
local function __luagen_notes(reply)
  __luagen_check(reply, 0)
  return __luagen_noted
end
