package golint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource/golint"
	"github.com/luagen/luagen/gosource/golint/golinttest"
)

// TestExamples lints the examples of the rules about calls: in Bad exactly the rule finds
// something, in Good no rule does.
func TestExamples(t *testing.T) {
	for _, r := range golint.CallRules() {
		t.Run(r.Name, func(t *testing.T) {
			bad := golinttest.Example(t, r.Doc.Bad)
			if len(bad) == 0 {
				t.Error("nothing is found in the bad example")
			}
			for _, d := range append(bad, golinttest.Example(t, r.Doc.Good)...) {
				if d.Rule != r.Name {
					t.Errorf("%s: %s (%s)", d.Span, d.Message, d.Rule)
				}
			}
			for _, d := range golinttest.Example(t, r.Doc.Good) {
				t.Errorf("the good example has %s: %s (%s)", d.Span, d.Message, d.Rule)
			}
		})
	}
}

// TestCalls has for each rule what it finds, and what is near to that and right.
func TestCalls(t *testing.T) {
	const head = "var s = redis.NewScript(`return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])`)\n" +
		"var all = redis.NewScript(`return redis.call('DEL', unpack(KEYS))`)\n" +
		"var some = redis.NewScript(`if #ARGV > 1 then return ARGV[2] end return ARGV[1]`)\n" +
		"var mixed = redis.NewScript(`if KEYS[1] == 'a' then return 1 end return {1}`)\n" +
		"type cache struct{}\nfunc (cache) Load(int) {}\n" +
		"type id string\ntype point struct{ X, Y int }\ntype blob struct{}\nfunc (blob) MarshalBinary() ([]byte, error) { return nil, nil }\n" +
		"func f(ctx context.Context, c *redis.Client, p redis.Pipeliner, d time.Duration, name id, keys []string, args []any, v any, m map[string]any) {\n"
	type want struct {
		rule     string
		severity diag.Severity
	}
	cases := []struct {
		call string
		want []want
	}{
		{`s.Run(ctx, c, []string{"a"}, 1, 2)`, nil},
		{`s.Run(ctx, c, keys, args...)`, nil},
		{`s.Run(ctx, c, []string{"a"}, args)`, nil},
		{`s.Run(ctx, c, []string{"a"}, v)`, nil},
		{`s.Run(ctx, c, []string{"a"}, m)`, nil},
		{`s.Run(ctx, c, nil, 1, 2)`, []want{{"go-keys", diag.Warning}}},
		{`s.Run(ctx, c, []string{"a", "b"}, 1, 2)`, []want{{"go-keys", diag.Warning}}},
		{`s.Run(ctx, c, []string{"a"}, 1)`, []want{{"go-args", diag.Warning}}},
		{`s.Run(ctx, c, []string{"a"}, 1, 2, 3)`, []want{{"go-args", diag.Warning}}},
		{`s.Eval(ctx, p, []string{"a"}, 1, 2)`, nil},
		{`s.Run(ctx, p, []string{"a"}, 1, 2)`, []want{{"go-pipeline", diag.Warning}}},
		{`s.Load(ctx, c); s.Run(ctx, p, []string{"a"}, 1, 2)`, nil},
		{`c.ScriptLoad(ctx, "return 1"); s.Run(ctx, p, []string{"a"}, 1, 2)`, nil},
		{`load := cache{}; load.Load(1); s.Run(ctx, p, []string{"a"}, 1, 2)`, []want{{"go-pipeline", diag.Warning}}},
		{`all.Run(ctx, c, []string{"a", "b", "c"})`, nil},
		{`some.Run(ctx, c, nil, 1)`, nil},
		{`some.Run(ctx, c, []string{"routes"}, 1, 2)`, nil},
		{`s.Run(ctx, c, []string{"a"}, 1, d)`, []want{{"go-encoding", diag.Warning}}},
		{`s.Run(ctx, c, []string{"a"}, 1, d.Milliseconds())`, nil},
		{`s.Run(ctx, c, []string{"a"}, 1, d/time.Millisecond)`, nil},
		{`s.Run(ctx, c, []string{"a"}, 1, d/2)`, []want{{"go-encoding", diag.Warning}}},
		{`s.Run(ctx, c, []string{"a"}, 1, time.Now())`, []want{{"go-encoding", diag.Warning}}},
		{`s.Run(ctx, c, []string{"a"}, 1, time.Now().UnixMilli())`, nil},
		{`s.Run(ctx, c, []string{"a"}, name, 1)`, []want{{"go-encoding", diag.Error}}},
		{`s.Run(ctx, c, []string{"a"}, string(name), 1)`, nil},
		{`s.Run(ctx, c, []string{"a"}, 1, []string{"x"})`, []want{{"go-encoding", diag.Error}}},
		{`s.Run(ctx, c, []string{"a"}, []byte("x"), 1)`, nil},
		{`s.Run(ctx, c, []string{"a"}, m, 1)`, []want{{"go-encoding", diag.Error}}},
		{`s.Run(ctx, c, []string{"a"}, point{}, 1)`, []want{{"go-encoding", diag.Error}}},
		{`s.Run(ctx, c, []string{"a"}, blob{}, 1)`, nil},
		{`mixed.Run(ctx, c, []string{"a"}).Int()`, nil},
		{`all.Run(ctx, c, []string{"a"}).Int64Slice()`, []want{{"go-reply", diag.Error}}},
		{`all.Run(ctx, c, []string{"a"}).Bool()`, nil},
		{`c.Eval(ctx, "return ARGV[1]", nil, 1)`, []want{{"go-eval", diag.Hint}}},
		{`for range keys { c.Eval(ctx, "return ARGV[1]", nil, 1) }`, []want{{"go-eval", diag.Warning}}},
		{`p.Eval(ctx, "return ARGV[1]", nil, 1)`, nil},
		{`c.EvalSha(ctx, "sha", nil, 1)`, []want{{"go-noscript", diag.Warning}}},
		{`if r := c.EvalSha(ctx, "sha", nil, 1); r.Err().Error() == "NOSCRIPT" { return }`, nil},
	}
	var files []string
	for _, c := range cases {
		files = append(files, head+c.call+"\n}\n")
	}
	for i, found := range golinttest.Examples(t, files...) {
		c := cases[i]
		var got []want
		for _, d := range found {
			if strings.HasPrefix(d.Rule, "go-") {
				got = append(got, want{d.Rule, d.Severity})
			}
		}
		if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
			t.Errorf("%s: %v, want %v", c.call, got, c.want)
		}
	}
}

// TestClients lints testdata/calls.txtar, which says beside each line what is found there.
func TestClients(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/calls.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, f := range archive.Files {
		files = append(files, string(f.Data))
	}
	for i, found := range golinttest.Examples(t, files...) {
		var got, want []string
		for n, line := range strings.Split(files[i], "\n") {
			_, wanted, _ := strings.Cut(line, "// want ")
			words := strings.Fields(wanted)
			for len(words) > 1 {
				want = append(want, fmt.Sprintf("%d %s %s", n+1, words[0], words[1]))
				words = words[2:]
			}
		}
		messages := map[string]string{}
		for _, d := range found {
			if strings.HasPrefix(d.Rule, "go-") {
				line := fmt.Sprintf("%d %s %s", d.Span.Start.Line, d.Rule, d.Severity)
				got = append(got, line)
				messages[line] = d.Message
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		for _, line := range got {
			if !slices.Contains(want, line) {
				t.Errorf("%s:%s: %s", archive.Files[i].Name, line, messages[line])
			}
		}
		for _, line := range want {
			if !slices.Contains(got, line) {
				t.Errorf("%s:%s: not found", archive.Files[i].Name, line)
			}
		}
	}
}
