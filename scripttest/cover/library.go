package cover

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/luagen/luagen/internal/resp"
)

// A library holds one script. Its function has the script's SHA-1 as its name, so that errors
// name the same one, and the script is compiled under the name that EVAL gives it, so that they
// have the same places too. loadstring is there for functions that run, not for libraries that
// are being loaded: so the script is compiled by a call.
const libraryLua = `#!lua name=%[1]s
local script, err
local c = {}
for i = 1, %[2]d do c[i] = 0 end
local function p(n, v) if v then c[n] = c[n] + 1 else c[n + 1] = c[n + 1] + 1 end return v end
redis.register_function{function_name = 'luagen_compile_%[3]s', flags = {'no-writes', 'allow-oom', 'allow-stale'}, callback = function()
  script, err = loadstring(%[4]s, '@user_script')
  return err or 'compiled'
end}
redis.register_function{function_name = 'luagen_read_%[3]s', flags = {'no-writes', 'allow-oom', 'allow-stale'}, callback = function()
  local r = {}
  for i = 1, #c do r[i], c[i] = c[i], 0 end
  return r
end}
redis.register_function{function_name = '%[3]s', flags = {%[5]s}, callback = function(keys, args) return script(keys, args, c, p) end}
`

// inputsLua gives a script its inputs and the counters.
const inputsLua = "local KEYS,ARGV," + counts + "," + decides + "=...;"

// libraryName is the name of a script's library.
func libraryName(sha string) string { return "luagen_cover_" + sha }

// library is the library of a script. before is Lua that goes before the script.
func (p *plan) library(sha, before string) string {
	var flags []string
	if p.script.Shebang != nil {
		flags = append(flags, p.script.Shebang.Flags...)
	}
	if p.script.ReadOnly {
		flags = append(flags, "no-writes")
	}
	for i, f := range flags {
		flags[i] = "'" + f + "'"
	}
	text := p.instrumented(inputsLua+before, inTable)
	return fmt.Sprintf(libraryLua, libraryName(sha), p.counters, sha, quoted(text), strings.Join(flags, ", "))
}

// quoted is a text as a string of Lua on one line.
func quoted(text []byte) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range text {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			fmt.Fprintf(&b, "\\%03d", c)
		} else {
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// numbers are the elements of a reply.
func numbers(v resp.Value) ([]int64, error) {
	list := make([]int64, len(v.List))
	for i, e := range v.List {
		n, err := strconv.ParseInt(e.Text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("counters that are no numbers: %s", v)
		}
		list[i] = n
	}
	return list, nil
}
