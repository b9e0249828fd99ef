package cover

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/internal/resp"
)

// A library holds one script. Its function has the script's SHA-1 as its name, so that errors
// name the same one, and the script is compiled under the name that EVAL gives it, so that they
// have the same places too. loadstring is there for functions that run, not for libraries that
// are being loaded: so the script is compiled by a call.
//
// What is in loops and functions is counted in variables of the script, which is the fastest
// that Lua has. A function that the script makes adds them to the table of counters; it is called
// when the next call begins, or when the counters are read, so that they are added whatever
// way the call has ended.
const libraryLua = `#!lua name=%[1]s
local script, err, last
local c = {}
for i = 1, %[2]d do c[i] = 0 end
local function p(n, v) if v then c[n] = c[n] + 1 else c[n + 1] = c[n + 1] + 1 end return v end
local function add(f)
  if last then last() end
  last = f
end
redis.register_function{function_name = 'luagen_compile_%[3]s', flags = {'no-writes', 'allow-oom', 'allow-stale'}, callback = function()
  script, err = loadstring(%[4]s, '@user_script')
  return err or 'compiled'
end}
redis.register_function{function_name = 'luagen_read_%[3]s', flags = {'no-writes', 'allow-oom', 'allow-stale'}, callback = function()
  add(nil)
  local r = {}
  for i = 1, #c do r[i], c[i] = c[i], 0 end
  return r
end}
redis.register_function{function_name = '%[3]s', flags = {%[5]s}, callback = function(keys, args) return script(keys, args, c, p, add) end}
`

// inputsLua gives a script its inputs, the counters and what adds to them.
const inputsLua = "local KEYS,ARGV," + counts + "," + decides + "," + adds + "=...;"

// mostVariables is how many counters are variables: a function of Lua sees 60 of others.
const mostVariables = 40

// counted is the copy of a script that a library holds, with up to a number of counters in
// variables, and with Lua before it.
func (p *plan) counted(before string, variables int) []byte {
	first := p.newWriter(inTable)
	first.fast = true
	first.write()
	w := p.newWriter(inTable)
	w.fast = true
	w.variables = map[int]string{}
	inputs := inputsLua
	if deep := first.deep(variables); len(deep) > 0 {
		var names, zeros, sums strings.Builder
		for n, index := range deep {
			name := fmt.Sprintf("%s%d", counts, n)
			w.variables[index] = name
			names.WriteString("," + name)
			zeros.WriteString(",0")
			fmt.Fprintf(&sums, "%[1]s[%[2]d]=%[1]s[%[2]d]+%[3]s ", counts, index+1, name)
		}
		inputs += fmt.Sprintf("local %s=%s;%s(function() %s end);", names.String()[1:], zeros.String()[1:], adds, sums.String())
	}
	return p.written(inputs+before, w.write())
}

// deep are up to a number of counters that are in loops or functions, the deepest first.
func (w *writer) deep(most int) []int {
	var list []int
	for index, depth := range w.deepest {
		if depth > 0 {
			list = append(list, index)
		}
	}
	slices.SortFunc(list, func(a, b int) int { return cmp.Or(cmp.Compare(w.deepest[b], w.deepest[a]), cmp.Compare(a, b)) })
	return list[:min(most, len(list))]
}

// libraryName is the name of a script's library.
func libraryName(sha string) string { return "luagen_cover_" + sha }

// library is the library of a script. before is Lua that goes before the script, variables how
// many counters may be variables of it.
func (p *plan) library(sha, before string, variables int) string {
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
	text := p.counted(before, variables)
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
