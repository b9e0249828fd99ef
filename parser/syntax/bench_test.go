package syntax_test

import (
	"bytes"
	"testing"

	"github.com/yuin/gopher-lua/parse"

	"github.com/luagen/luagen/parser/syntax"
)

// script is a script of the usual kind and size.
const script = `#!lua flags=allow-oom
-- Allows a number of calls per user and window.
--@key   counter = rate:{<user>}    calls in this window
--@arg   limit:int                  calls allowed per window
--@arg   window:duration(s)
--@returns tuple(allowed:bool, remaining:int, resetIn:duration(s))

local counter = KEYS[1]
local limit = tonumber(ARGV[1])
local window = tonumber(ARGV[2])

-- take counts the call.
local function take(key, n)
  local used = redis.call('INCRBY', key, n)
  if used == n then
    redis.call('EXPIRE', key, window)
  end
  return used
end

local used = take(counter, 1)
local ttl = redis.call('TTL', counter)
if ttl < 0 then
  -- The key lost its expiry: give it one again.
  redis.call('EXPIRE', counter, window)
  ttl = window
end

if used > limit then
  local log = {}
  for i, name in ipairs({'user', 'limit', 'window'}) do
    log[#log + 1] = name .. '=' .. tostring(ARGV[i] or "")
  end
  redis.log(redis.LOG_NOTICE, 'refused: ' .. table.concat(log, ', '))
  return {0, 0, ttl}
end

return {1, limit - used, ttl}
`

func BenchmarkParse(b *testing.B) {
	src := []byte(script)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if c := syntax.Parse(src); len(c.Errors) > 0 {
			b.Fatal(c.Errors[0])
		}
	}
}

// BenchmarkGopherLua is BenchmarkParse with gopher-lua's parser, which knows no
// shebang.
func BenchmarkGopherLua(b *testing.B) {
	_, src, _ := bytes.Cut([]byte(script), []byte("\n"))
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parse.Parse(bytes.NewReader(src), "script"); err != nil {
			b.Fatal(err)
		}
	}
}
