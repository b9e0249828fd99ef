package buildcost

import (
	"fmt"
	"strings"
)

// A script is one of the corpus: its Lua, and the same call by hand.
type script struct {
	name string // "reserve_slot_12"
	lua  string // header and body
	hand string // Go declarations
}

// field is an element of a reply.
type field struct{ name, typ string }

// Words that names of fields are made of; most structs have names that no other has.
var words = []string{"allowed", "remaining", "score", "owner", "left", "total", "rank", "queue", "stock", "token", "version", "holder", "price", "state", "count", "limit", "reset", "cursor", "added", "removed"}

// fields are n elements whose names and types depend on the script's number.
func fields(i, n int) []field {
	types := []string{"int", "string", "bool", "float"}
	list := make([]field, n)
	for k := range list {
		list[k] = field{fmt.Sprintf("%s%d", words[(i*7+k*3)%len(words)], k+i/len(words)), types[(i+k*k)%len(types)]}
	}
	return list
}

// kinds are the replies of twenty scripts in a row, in the shares that 423 scripts of 44
// projects have: four in ten are integers, half of these status codes, a third have structs of
// their own.
var kinds = []func(i int) script{
	integer, tuple, list, code, text, variants, integer, void, nested, code,
	tuple, integer, status, optional, flat, code, list, variants, integer, tuple,
}

// corpus is n scripts.
func corpus(n int) []script {
	scripts := make([]script, n)
	for i := range scripts {
		scripts[i] = kinds[i%len(kinds)](i)
	}
	return scripts
}

// body is the part of a script that the reply does not depend on.
func body(i int) string {
	return fmt.Sprintf(`local key, limit, owner = KEYS[1], tonumber(ARGV[1]), ARGV[2]
local seen = redis.call('INCRBY', key, limit)
if seen > %d then
  redis.call('SET', key .. ':owner', owner)
end
`, i)
}

const inputs = "--@key counter\n--@arg limit:int\n--@arg owner\n"

// made is a script whose function by hand has these results and this end.
func made(name string, i int, returns, lua, results, types, end string) script {
	goName := camel(name)
	source := inputs + returns + body(i) + lua
	return script{
		name: name,
		lua:  source,
		hand: fmt.Sprintf("func %s(ctx context.Context, c redis.Scripter, counter string, limit int64, owner string) %s {\n"+
			"\treply := %sScript.Run(ctx, c, []string{counter}, limit, owner)\n%s}\n\n%s"+
			"var %sScript = redis.NewScript(`%s`)\n", goName, results, lower(goName), end, types, lower(goName), source),
	}
}

func integer(i int) script {
	return made(fmt.Sprintf("count%d", i), i, "--@returns int\n--@error ErrFull"+fmt.Sprint(i)+" -1\n", "return seen\n",
		"(int64, error)", fmt.Sprintf("var ErrFull%d = errors.New(\"full\")\n\n", i),
		fmt.Sprintf("\tn, err := reply.Int64()\n\tif err == nil && n == -1 {\n\t\treturn 0, ErrFull%d\n\t}\n\treturn n, err\n", i))
}

// code is a status code, an enumeration.
func code(i int) script {
	name := fmt.Sprintf("claim%d", i)
	result := camel(name) + "Result"
	return made(name, i, "--@returns enum(Taken=0, Claimed=1, Late=-1)\n", "return seen > limit and 1 or 0\n", "("+result+", error)",
		fmt.Sprintf("type %s int64\n\nconst (\n\t%sTaken %s = 0\n\t%sClaimed %s = 1\n\t%sLate %s = -1\n)\n\n", result, result, result, result, result, result, result),
		fmt.Sprintf("\tn, err := reply.Int64()\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\tswitch v := %s(n); v {\n\tcase %sTaken, %sClaimed, %sLate:\n\t\treturn v, nil\n\t}\n\treturn 0, fmt.Errorf(\"%%d is no %s\", n)\n", result, result, result, result, result))
}

func text(i int) script {
	return made(fmt.Sprintf("name%d", i), i, "--@returns string\n", "return owner\n", "(string, error)", "", "\treturn reply.Text()\n")
}

func void(i int) script {
	return made(fmt.Sprintf("touch%d", i), i, "", "", "error", "",
		"\tif err := reply.Err(); err != nil && err != redis.Nil {\n\t\treturn err\n\t}\n\treturn nil\n")
}

func status(i int) script {
	return made(fmt.Sprintf("store%d", i), i, "--@returns ok\n", "return redis.call('SET', key, owner)\n", "error", "",
		"\ts, err := reply.Text()\n\tif err == nil && s != \"OK\" {\n\t\treturn fmt.Errorf(\"the reply is %q\", s)\n\t}\n\treturn err\n")
}

func optional(i int) script {
	return made(fmt.Sprintf("peek%d", i), i, "--@returns string?\n", "return redis.call('GET', key .. ':owner')\n", "(string, bool, error)", "",
		"\ts, err := reply.Text()\n\tif err == redis.Nil {\n\t\treturn \"\", false, nil\n\t}\n\treturn s, err == nil, err\n")
}

func list(i int) script {
	return made(fmt.Sprintf("names%d", i), i, "--@returns []string\n", "return redis.call('LRANGE', key .. ':names', 0, -1)\n", "([]string, error)", "",
		"\treturn reply.StringSlice()\n")
}

func tuple(i int) script {
	name := fmt.Sprintf("reserve%d", i)
	fs := fields(i, 2+i%3)
	result := camel(name) + "Result"
	return made(name, i, "--@returns tuple("+declared(fs)+")\n", "return {"+literals(fs)+"}\n",
		"("+result+", error)", structOf(result, fs)+fromSlice(result, fs),
		"\tvalues, err := reply.Slice()\n\tif err != nil {\n\t\treturn "+result+"{}, err\n\t}\n\treturn "+lower(result)+"Of(values)\n")
}

func hash(i int) script {
	name := fmt.Sprintf("user%d", i)
	fs := fields(i, 4)
	result := camel(name) + "Result"
	var cases strings.Builder
	for _, f := range fs {
		fmt.Fprintf(&cases, "\tif v.%s, err = %sIn(values, %q); err != nil {\n\t\treturn v, err\n\t}\n", camel(f.name), f.typ, f.name)
	}
	return made(name, i, "--@returns hash("+declared(fs)+")\n", "return redis.call('HGETALL', key)\n",
		"(v "+result+", err error)", structOf(result, fs),
		"\tflat, err := reply.Slice()\n\tif err != nil {\n\t\treturn v, err\n\t}\n\tvalues, err := pairs(flat)\n\tif err != nil {\n\t\treturn v, err\n\t}\n"+cases.String()+"\treturn v, nil\n")
}

// flat is rows of values one after the other, and a hash in every other script.
func flat(i int) script {
	if i%40 < 20 {
		return hash(i)
	}
	name := fmt.Sprintf("board%d", i)
	fs := fields(i, 2)
	entry := camel(name) + "Entry"
	return made(name, i, "--@returns flat("+declared(fs)+")\n", "return redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')\n",
		"([]"+entry+", error)", structOf(entry, fs)+fromSlice(entry, fs),
		fmt.Sprintf("\tvalues, err := reply.Slice()\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\tif len(values)%%%d != 0 {\n\t\treturn nil, fmt.Errorf(\"%%d values\", len(values))\n\t}\n"+
			"\tlist := make([]%s, 0, len(values)/%d)\n\tfor i := 0; i < len(values); i += %d {\n\t\tv, err := %sOf(values[i : i+%d])\n\t\tif err != nil {\n\t\t\treturn nil, err\n\t\t}\n\t\tlist = append(list, v)\n\t}\n\treturn list, nil\n",
			len(fs), entry, len(fs), len(fs), lower(entry), len(fs)))
}

func nested(i int) script {
	name := fmt.Sprintf("jobs%d", i)
	fs := fields(i, 3)
	entry := camel(name) + "Entry"
	return made(name, i, "--@returns []tuple("+declared(fs)+")\n", "return {{"+literals(fs)+"}}\n",
		"([]"+entry+", error)", structOf(entry, fs)+fromSlice(entry, fs),
		fmt.Sprintf("\tvalues, err := reply.Slice()\n\tif err != nil {\n\t\treturn nil, err\n\t}\n"+
			"\tlist := make([]%s, 0, len(values))\n\tfor _, value := range values {\n\t\trow, ok := value.([]any)\n\t\tif !ok {\n\t\t\treturn nil, fmt.Errorf(\"%%T is no array\", value)\n\t\t}\n\t\tv, err := %sOf(row)\n\t\tif err != nil {\n\t\t\treturn nil, err\n\t\t}\n\t\tlist = append(list, v)\n\t}\n\treturn list, nil\n", entry, lower(entry)))
}

func variants(i int) script {
	name := fmt.Sprintf("take%d", i)
	fs := fields(i, 2)
	result := camel(name) + "Result"
	got := result + "Got"
	return made(name, i, "--@returns Got("+declared(fs)+") | Full=-1\n", "if seen > 9 then return -1 end\nreturn {"+literals(fs)+"}\n",
		"("+result+", error)",
		fmt.Sprintf("type %s interface{ is%s() }\n\ntype %sFull struct{}\n\nfunc (%sFull) is%s() {}\n\n", result, result, result, result, result)+
			structOf(got, fs)+fmt.Sprintf("func (%s) is%s() {}\n\n", got, result)+fromSlice(got, fs),
		fmt.Sprintf("\tvalue, err := reply.Result()\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\tswitch value := value.(type) {\n\tcase []any:\n\t\treturn %sOf(value)\n\tcase int64:\n\t\tif value == -1 {\n\t\t\treturn %sFull{}, nil\n\t\t}\n\t}\n\treturn nil, fmt.Errorf(\"%%T is no reply of the script\", value)\n", lower(got), result))
}

// declared are fields as the header has them.
func declared(fs []field) string {
	parts := make([]string, len(fs))
	for i, f := range fs {
		parts[i] = f.name + ":" + f.typ
	}
	return strings.Join(parts, ", ")
}

// literals are values of fields in Lua.
func literals(fs []field) string {
	values := map[string]string{"int": "seen", "string": "owner", "bool": "1", "float": "tostring(seen / 2)"}
	parts := make([]string, len(fs))
	for i, f := range fs {
		parts[i] = values[f.typ]
	}
	return strings.Join(parts, ", ")
}

// structOf is a struct of the fields.
func structOf(name string, fs []field) string {
	var b strings.Builder
	types := map[string]string{"int": "int64", "float": "float64"}
	fmt.Fprintf(&b, "type %s struct {\n", name)
	for _, f := range fs {
		typ := f.typ
		if t, ok := types[typ]; ok {
			typ = t
		}
		fmt.Fprintf(&b, "\t%s %s\n", camel(f.name), typ)
	}
	return b.String() + "}\n\n"
}

// fromSlice is a function that makes the struct from an array, with the checks that the
// generated decoder makes.
func fromSlice(name string, fs []field) string {
	var b strings.Builder
	fmt.Fprintf(&b, "func %sOf(values []any) (v %s, err error) {\n\tif len(values) != %d {\n\t\treturn v, fmt.Errorf(\"%%d values, want %d\", len(values))\n\t}\n", lower(name), name, len(fs), len(fs))
	for i, f := range fs {
		fmt.Fprintf(&b, "\tif v.%s, err = %sOf(values[%d], %q); err != nil {\n\t\treturn v, err\n\t}\n", camel(f.name), f.typ, i, f.name)
	}
	return b.String() + "\treturn v, nil\n}\n\n"
}

// camel is a name as Go exports it.
func camel(name string) string {
	var b strings.Builder
	for _, part := range strings.Split(name, "_") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

func lower(name string) string { return strings.ToLower(name[:1]) + name[1:] }

// shared is what the calls by hand have in common.
const shared = `package calls

import (
	"fmt"
	"strconv"
)

func intOf(value any, name string) (int64, error) {
	switch v := value.(type) {
	case int64:
		return v, nil
	case string:
		return strconv.ParseInt(v, 10, 64)
	}
	return 0, fmt.Errorf("%s: %T is no int", name, value)
}

func stringOf(value any, name string) (string, error) {
	if v, ok := value.(string); ok {
		return v, nil
	}
	return "", fmt.Errorf("%s: %T is no string", name, value)
}

func floatOf(value any, name string) (float64, error) {
	switch v := value.(type) {
	case float64:
		return v, nil
	case int64:
		return float64(v), nil
	case string:
		return strconv.ParseFloat(v, 64)
	}
	return 0, fmt.Errorf("%s: %T is no float", name, value)
}

func boolOf(value any, name string) (bool, error) {
	n, err := intOf(value, name)
	if err == nil && n != 0 && n != 1 {
		return false, fmt.Errorf("%s: neither 0 nor 1: %d", name, n)
	}
	return n == 1, err
}

func pairs(flat []any) (map[string]any, error) {
	if len(flat)%2 != 0 {
		return nil, fmt.Errorf("%d values in pairs", len(flat))
	}
	values := make(map[string]any, len(flat)/2)
	for i := 0; i < len(flat); i += 2 {
		name, ok := flat[i].(string)
		if !ok {
			return nil, fmt.Errorf("%T is no name of a field", flat[i])
		}
		values[name] = flat[i+1]
	}
	return values, nil
}

func field(values map[string]any, name string) (any, error) {
	if v, ok := values[name]; ok {
		return v, nil
	}
	return nil, fmt.Errorf("%s is absent", name)
}

func intIn(values map[string]any, name string) (int64, error) {
	v, err := field(values, name)
	if err != nil {
		return 0, err
	}
	return intOf(v, name)
}

func stringIn(values map[string]any, name string) (string, error) {
	v, err := field(values, name)
	if err != nil {
		return "", err
	}
	return stringOf(v, name)
}

func floatIn(values map[string]any, name string) (float64, error) {
	v, err := field(values, name)
	if err != nil {
		return 0, err
	}
	return floatOf(v, name)
}

func boolIn(values map[string]any, name string) (bool, error) {
	v, err := field(values, name)
	if err != nil {
		return false, err
	}
	return boolOf(v, name)
}
`
