package golint

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func goEncoding() callRule {
	return callRule{
		Rule: diag.Rule{Name: "go-encoding", Severity: diag.Error, Doc: diag.Doc{
			Title: "an argument in Go that the client sends otherwise than is meant, or not at all",
			Text: `go-redis sends a time.Duration as its nanoseconds, where commands take seconds or milliseconds, and a time.Time as text. It drops a nil that is the only argument. It refuses a slice, a map or a struct beside other arguments, and a value of a type of your own that is a string or a number underneath and has no MarshalBinary; that is an error.

redigo sends what is no string, number or bool as package fmt prints it: 1m30s, [a b]. radix refuses a time.Duration and types of your own, which is an error too. All send a bool as 1 or 0, which a script that compares with 'true' never sees.

Write int(ttl.Seconds()) or ttl.Milliseconds(), t.UnixMilli(), string(id).`,
			Language: diag.Go,
			Bad: `var lock = redis.NewScript(` + "`return redis.call('SET', KEYS[1], '1', 'EX', ARGV[1])`" + `)

func Lock(ctx context.Context, c *redis.Client, ttl time.Duration) error {
	return lock.Run(ctx, c, []string{"a"}, ttl).Err()
}
`,
			Good: `var lock = redis.NewScript(` + "`return redis.call('SET', KEYS[1], '1', 'EX', ARGV[1])`" + `)

func Lock(ctx context.Context, c *redis.Client, ttl time.Duration) error {
	return lock.Run(ctx, c, []string{"a"}, int(ttl.Seconds())).Err()
}
`,
		}},
		check: func(s *site) {
			for i, arg := range s.Args.Elems {
				if arg != nil {
					s.checkEncoding(arg, len(s.Args.Elems) == 1)
					s.checkBool(arg, i+1)
				}
			}
		},
	}
}

// checkEncoding reports an argument that is not sent as it looks.
func (s *site) checkEncoding(arg ast.Expr, alone bool) {
	tv := s.Info.Types[arg]
	if tv.Type == nil || s.face.sends == texts {
		return
	}
	if tv.IsNil() {
		if alone && s.Wrapper == nil && s.face.sends == marshals {
			s.report(arg, diag.Warning, "go-redis drops a nil that is the only argument: the script gets none; send \"\" or leave it out")
		}
		return
	}
	t := types.Unalias(tv.Type)
	switch named := namedType(t); {
	case named == "time.Time":
		s.report(arg, diag.Warning, "a time.Time is sent as text; send t.UnixMilli() or t.Unix(), as the script reads it")
	case named == "time.Duration":
		if tv.Value == nil && !s.isCount(arg) {
			s.checkDuration(arg)
		}
	case named == "net.IP", s.encodesItself(t):
	case s.face.sends == marshals:
		s.checkMarshaled(arg, t, alone)
	case s.face.sends == flattens:
		if _, basic := t.Underlying().(*types.Basic); basic && named != "" {
			s.report(arg, diag.Error, "radix cannot send a %s, which has no MarshalText; convert it to %s", types.TypeString(t, shortly), t.Underlying())
		}
	default:
		s.checkPrinted(arg, t, alone)
	}
}

// namedType is the name of a type that has one, with its package: "time.Duration".
func namedType(t types.Type) string {
	if n, ok := t.(*types.Named); ok && n.Obj().Pkg() != nil {
		return n.Obj().Pkg().Path() + "." + n.Obj().Name()
	}
	return ""
}

// isCount reports whether a time.Duration is a number of other units in truth: what a division
// by a duration gives, ttl / time.Second.
func (s *site) isCount(e ast.Expr) bool {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	if _, literal := ast.Unparen(b.Y).(*ast.BasicLit); literal {
		return false // a fraction of it
	}
	t := s.Info.TypeOf(b.Y)
	return b.Op == token.QUO && t != nil && namedType(types.Unalias(t)) == "time.Duration" && s.Client != "redigo" && s.Client != "radix"
}

func (s *site) checkDuration(arg ast.Expr) {
	const instead = "send int(d.Seconds()) or d.Milliseconds(), as the script reads it"
	switch s.Client {
	case "redigo":
		s.report(arg, diag.Warning, "redigo sends a time.Duration as it prints, as in 1m30s; %s", instead)
	case "radix":
		s.report(arg, diag.Error, "radix cannot send a time.Duration; %s", instead)
	default:
		s.report(arg, diag.Warning, "a time.Duration is sent as a number of nanoseconds; %s", instead)
	}
}

// checkMarshaled reports what go-redis refuses.
func (s *site) checkMarshaled(arg ast.Expr, t types.Type, alone bool) {
	if _, basic := t.Underlying().(*types.Basic); basic && namedType(t) != "" {
		s.report(arg, diag.Error, "go-redis cannot send a %s, which has no MarshalBinary; convert it to %s", types.TypeString(t, shortly), t.Underlying())
		return
	}
	if alone {
		return // sent as its elements
	}
	switch t.Underlying().(type) {
	case *types.Slice:
		if !isBytes(t) {
			s.report(arg, diag.Error, "go-redis cannot send a slice beside other arguments; spread all of them from one slice")
		}
	case *types.Map, *types.Array:
		s.report(arg, diag.Error, "go-redis cannot send %s beside other arguments; send its elements", kindOf(t))
	case *types.Struct:
		s.report(arg, diag.Error, "go-redis cannot send a struct beside other arguments; send its fields, or give it a MarshalBinary")
	}
}

// checkPrinted reports what is sent as package fmt prints it.
func (s *site) checkPrinted(arg ast.Expr, t types.Type, alone bool) {
	if alone && s.Client != "redigo" {
		return // sent as its elements
	}
	switch t.Underlying().(type) {
	case *types.Slice, *types.Map, *types.Array, *types.Struct:
		if !isBytes(t) {
			s.report(arg, diag.Warning, "%s sends %s as package fmt prints it; send its elements, or a string made of it", s.Client, kindOf(t))
		}
	}
}

func kindOf(t types.Type) string {
	switch t.Underlying().(type) {
	case *types.Map:
		return "a map"
	case *types.Struct:
		return "a struct"
	case *types.Array:
		return "an array"
	default:
		return "a " + types.TypeString(t, shortly)
	}
}

func shortly(p *types.Package) string { return p.Name() }

// encodesItself reports whether the client asks a value for its text.
func (s *site) encodesItself(t types.Type) bool {
	methods := map[sending][]string{
		marshals: {"MarshalBinary"},
		flattens: {"MarshalText", "MarshalBinary", "MarshalRESP"},
		prints:   {"RedisArg", "String", "Error", "Format", "MarshalBinary"},
	}[s.face.sends]
	for _, t := range []types.Type{t, types.NewPointer(t)} {
		for _, name := range methods {
			if obj, _, _ := types.LookupFieldOrMethod(t, false, nil, name); obj != nil {
				return true
			}
		}
	}
	return false
}

func isBytes(t types.Type) bool {
	list, ok := types.Unalias(t).(*types.Slice)
	return ok && types.Identical(list.Elem(), types.Typ[types.Byte])
}

// checkBool reports a bool that the script compares with 'true' or 'false'.
func (s *site) checkBool(arg ast.Expr, n int) {
	if t := s.Info.TypeOf(arg); t == nil || s.facts == nil || types.Unalias(t) != types.Typ[types.Bool] && types.Unalias(t) != types.Typ[types.UntypedBool] {
		return
	}
	for _, b := range s.facts.Binaries {
		if b.Op != syntax.OpEq && b.Op != syntax.OpNe {
			continue
		}
		for _, sides := range [][2]syntax.Expr{{b.X, b.Y}, {b.Y, b.X}} {
			in := s.facts.Value(sides[0]).Input()
			word, ok := s.facts.Value(sides[1]).Str()
			if ok && (word == "true" || word == "false") && in == (value.InputRef{Table: value.ARGV, Index: n}) && isInput(s.facts, sides[0]) {
				s.report(arg, diag.Warning, "a bool is sent as 1 or 0, and the script compares ARGV[%d] with '%s'; compare with '1', or send strconv.FormatBool(b)", n, word)
				return
			}
		}
	}
}

// isInput reports whether a value is an input as it was sent: a string.
func isInput(f *analysis.Facts, e syntax.Expr) bool {
	v := f.Value(e)
	_, constant := v.Str()
	return !constant
}
