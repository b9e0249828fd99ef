package lint

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/randlua"
	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/parser"
)

// TestErrorsAreCertain runs random scripts on a real server. A line that is an error must not run to
// its end, and a return that is one must not reply what decodes.
func TestErrorsAreCertain(t *testing.T) {
	raising := []string{"bad-argument", "missing-tonumber", "unchecked-nil", "unknown-command", "unknown-global", "unknown-member", "wrong-arity"}
	types := []string{"int", "string", "bool", "float", "[]string", "[]int", "[]bool", "int?", "string?", "[]string?", "([]string)?",
		"tuple(a:int, b:string)", "tuple(a:int?, b:string?)", "tuple(1, b:string)", "uint", "json", "time(s)", "duration(s, frac)",
		"bool('x', '7')", "enum(x, y)", "enum(one=1, two=2)", `One=1 | Word="x" | Pair(a:int, b:string)`, "Number:int | Rows:[]string"}
	scripts := uint64(3000)
	if testing.Short() {
		scripts = 150
	}
	ctx := context.Background()
	client := redistest.Start(t).Client(2)
	judged := 0 // errors in lines that did not run, or whose reply does not decode
	for seed := range scripts {
		r := rand.New(rand.NewPCG(seed, 3))
		text := randlua.Traced(r, "--@keys ks...\n--@args a b\n--@returns "+types[r.IntN(len(types))]+"\n")
		script, found := lintText(t, text)
		reply, raised := randlua.Run(t, client, text)
		ran := client.SMembersMap(ctx, randlua.Ran).Val()
		returned := client.Get(ctx, randlua.Returned).Val()
		for _, d := range found {
			line := strconv.Itoa(d.Span.Start.Line)
			wrong := false
			switch {
			case d.Severity != diag.Error:
				continue
			case slices.Contains(raising, d.Rule):
				_, wrong = ran[line]
			case d.Rule == "return-mismatch" && !raised && line == returned:
				wrong = decodes(script.Returns.Type, reply)
			default:
				continue
			}
			judged++
			if wrong {
				t.Fatalf("seed %d: the script replied %#v in spite of line %s: %s (%s)\n%s", seed, reply, line, d.Message, d.Rule, randlua.Numbered(text))
			}
		}
	}
	if judged < int(scripts) {
		t.Errorf("only %d errors in %d scripts: the generator is too careful", judged, scripts)
	}
}

// decodes reports whether a reply decodes as a type. What the linter does not judge does not: a
// nil that nothing in the script suggests, also one that ends an array before it begins, and
// errors, which are no replies of the script.
func decodes(typ parser.Type, reply any) bool {
	list, _ := reply.([]any)
	switch typ := typ.(type) {
	case *parser.Optional:
		return decodes(typ.Elem, reply)
	case *parser.Scalar, *parser.Literal, *parser.Enum:
		return parser.Judge(typ, atom(reply)) == parser.Accepts
	case *parser.Variants:
		return slices.ContainsFunc(typ.Variants, func(v parser.Variant) bool {
			if v.Form == parser.VariantTuple {
				return decodes(&parser.Tuple{Fields: v.Fields}, reply)
			}
			return decodes(v.Type, reply)
		})
	case *parser.List:
		return len(list) > 0 && !slices.ContainsFunc(list, func(e any) bool { return !decodesElem(typ.Elem, e) })
	case *parser.Tuple:
		if len(list) == 0 || len(list) > len(typ.Fields) || len(list) < parser.RequiredLength(typ.Fields) {
			return false
		}
		for i, e := range list {
			if !decodesElem(typ.Fields[i].Type, e) {
				return false
			}
		}
		return true
	default:
		return false
	}
}

// decodesElem is decodes for an element, which may be nil where it is optional.
func decodesElem(typ parser.Type, reply any) bool {
	return reply == nil && isOptional(typ) || decodes(typ, reply)
}

// atom is a reply of go-redis as the parser's table knows it. A status is a bulk string here,
// which all of the types above take alike.
func atom(reply any) parser.Atom {
	switch reply := reply.(type) {
	case int64:
		return parser.Atom{Kind: parser.WireInteger, Text: strconv.FormatInt(reply, 10)}
	case string:
		return parser.Atom{Kind: parser.WireBulk, Text: reply}
	default:
		return parser.Atom{Kind: parser.WireArray}
	}
}
