package golint

import (
	"go/ast"
	"go/types"

	"github.com/luagen/luagen/diag"
)

func goEncoding() callRule {
	return callRule{
		Rule: diag.Rule{Name: "go-encoding", Severity: diag.Error, Doc: diag.Doc{
			Title: "an argument in Go that go-redis sends otherwise than is meant, or not at all",
			Text: `go-redis sends a time.Duration as its nanoseconds, where commands take seconds or milliseconds, and a time.Time as text. It refuses a slice, a map or a struct beside other arguments, and a value of a type of your own that is a string or a number underneath and has no MarshalBinary; that is an error.

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
			for _, arg := range s.Args.Elems {
				s.checkEncoding(arg)
			}
		},
	}
}

// checkEncoding reports an argument that is not sent as it looks.
func (s *site) checkEncoding(arg ast.Expr) {
	tv := s.Info.Types[arg]
	if tv.Type == nil || tv.IsNil() {
		return
	}
	if n, ok := types.Unalias(tv.Type).(*types.Named); ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "time" && n.Obj().Name() == "Time" {
		s.report(arg, diag.Warning, "a time.Time is sent as text (RFC 3339); send t.UnixMilli() or t.Unix(), as the script reads it")
		return
	}
	if marshals(tv.Type) {
		return
	}
	alone := len(s.Args.Elems) == 1
	t := types.Unalias(tv.Type)
	if named, ok := t.(*types.Named); ok && named.Obj().Pkg() != nil {
		switch named.Obj().Pkg().Path() + "." + named.Obj().Name() {
		case "time.Duration":
			if tv.Value == nil {
				s.report(arg, diag.Warning, "a time.Duration is sent as a number of nanoseconds; send int(d.Seconds()) or d.Milliseconds(), as the script reads it")
			}
			return
		case "net.IP":
			return
		}
		if _, basic := t.Underlying().(*types.Basic); basic {
			s.report(arg, diag.Error, "go-redis cannot send a %s, which has no MarshalBinary; convert it to %s", types.TypeString(t, shortly), t.Underlying())
			return
		}
	}
	if alone {
		return // sent as its elements
	}
	switch u := t.Underlying().(type) {
	case *types.Slice:
		if !isBytes(t) {
			s.report(arg, diag.Error, "go-redis cannot send a slice beside other arguments; spread all of them from one slice")
		}
	case *types.Map, *types.Array:
		s.report(arg, diag.Error, "go-redis cannot send a %s beside other arguments; send its elements", kindOf(u))
	case *types.Struct:
		s.report(arg, diag.Error, "go-redis cannot send a struct beside other arguments; send its fields, or give it a MarshalBinary")
	}
}

func kindOf(t types.Type) string {
	if _, ok := t.(*types.Map); ok {
		return "map"
	}
	return "array"
}

func shortly(p *types.Package) string { return p.Name() }

// marshals reports whether go-redis asks a value for its bytes.
func marshals(t types.Type) bool {
	for _, t := range []types.Type{t, types.NewPointer(t)} {
		if obj, _, _ := types.LookupFieldOrMethod(t, false, nil, "MarshalBinary"); obj != nil {
			return true
		}
	}
	return false
}

func isBytes(t types.Type) bool {
	list, ok := types.Unalias(t).(*types.Slice)
	return ok && types.Identical(list.Elem(), types.Typ[types.Byte])
}
