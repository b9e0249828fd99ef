package analysis

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/internal/randlua"
	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/parser/syntax"
)

// TestRepliesAreInferred runs random programs on a real server and checks that what they reply
// is among what the analysis says that they can.
func TestRepliesAreInferred(t *testing.T) {
	client := redistest.Start(t).Client(2)
	programs, compared := uint64(800), 0
	if testing.Short() {
		programs = 100
	}
	for seed := range programs {
		text := randlua.Program(rand.New(rand.NewPCG(seed, 2)))
		facts := Analyze(scriptOf(text))
		if facts.Incomplete {
			continue
		}
		reply, raised := randlua.Run(t, client, text)
		if raised {
			continue
		}
		compared++
		if !slices.ContainsFunc(facts.Returns, func(r Return) bool { return fits(r.Reply, reply) }) &&
			!(reply == nil && facts.EndReachable) {
			t.Fatalf("seed %d replied %#v, which is not inferred:\n%s\n%s", seed, reply, randlua.Numbered(text), dump(facts))
		}
	}
	if compared < int(programs)/3 {
		t.Errorf("only %d of %d programs ran to their end: the generator raises too often", compared, programs)
	}
}

// fits reports whether a reply is among the inferred ones. go-redis does not tell a
// status from a bulk string.
func fits(r Reply, reply any) bool {
	if r.Kinds == AnyReply {
		return true
	}
	switch v := reply.(type) {
	case nil:
		return r.Kinds&ReplyNil != 0
	case int64:
		return r.Kinds&ReplyInteger != 0 && constFits(r, func(c value.Const) bool { return !c.IsString && int64(math.Trunc(c.Num)) == v })
	case string:
		if r.Kinds&ReplyRESP3 != 0 {
			return true
		}
		return r.Kinds&(ReplyBulk|ReplyStatus) != 0 && (r.Kinds&ReplyStatus != 0 || constFits(r, func(c value.Const) bool { return c.IsString && c.Str == v })) &&
			stringFits(r.Value, v, r.Kinds)
	case error:
		return r.Kinds&ReplyError != 0
	case []any:
		return r.Kinds&(ReplyArray|ReplyRESP3) != 0 && (!r.Known || r.Kinds&ReplyRESP3 != 0 || arrayFits(r, v))
	}
	return false
}

func constFits(r Reply, is func(value.Const) bool) bool {
	return len(r.Consts) == 0 || slices.ContainsFunc(r.Consts, is)
}

// stringFits checks what is known of whether strings are numerals.
func stringFits(v value.Value, s string, k ReplyKinds) bool {
	if k&ReplyStatus != 0 || v.Can(kind.AnyString) {
		return true
	}
	return v.Can(value.Constant(value.Const{IsString: true, Str: s}).Kinds())
}

// arrayFits compares an array's elements; it may end at the first that can be nil.
func arrayFits(r Reply, elems []any) bool {
	for i, e := range elems {
		switch {
		case i < len(r.Elems):
			if !fits(r.Elems[i], e) {
				return false
			}
		case r.Rest == nil || !fits(*r.Rest, e):
			return false
		}
	}
	return len(elems) >= len(r.Elems) || r.Elems[len(elems)].Value.Can(kind.AbsentOrNil)
}

// TestValuesAreWellFormed says that the interpreter makes no other values than those for which the
// laws hold.
func TestValuesAreWellFormed(t *testing.T) {
	// Of a value that is not well-formed something is dropped by a Meet with what says nothing.
	const anyValue = kind.Unknown &^ (kind.Nil | kind.Int | kind.Fraction | kind.Numeral | kind.Text)
	for seed := range uint64(600) {
		text := randlua.Program(rand.New(rand.NewPCG(seed, 4)))
		f := Analyze(scriptOf(text))
		syntax.Inspect(f.Script.Chunk.Block, func(n syntax.Node) bool {
			if e, ok := n.(syntax.Expr); ok {
				if v := f.Value(e); !value.Equal(v, value.Meet(v, value.Of(anyValue, 0))) {
					r := e.Span()
					t.Fatalf("seed %d: %q is %s", seed, text[r.From:r.To], f.describe(v))
				}
			}
			return true
		})
	}
}
