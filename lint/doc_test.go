package lint

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/parser"
)

// TestExamples lints the examples of every rule: in Bad exactly the rule finds
// something, in Good no rule does.
func TestExamples(t *testing.T) {
	for _, r := range Rules() {
		t.Run(r.Name, func(t *testing.T) {
			if r.Doc.Bad == "" {
				return
			}
			_, bad := lintText(t, r.Doc.Bad, r.Doc.Targets...)
			if len(bad) == 0 {
				t.Errorf("nothing is found in the bad example")
			}
			for _, d := range bad {
				if d.Rule != r.Name {
					t.Errorf("the bad example has %s:%d: %s (%s)", d.Severity, d.Span.Start.Line, d.Message, d.Rule)
				}
			}
			_, good := lintText(t, r.Doc.Good, r.Doc.Targets...)
			for _, d := range good {
				t.Errorf("the good example has %s:%d: %s (%s)", d.Severity, d.Span.Start.Line, d.Message, d.Rule)
			}
		})
	}
}

// wordings are how servers other than Redis 7 word an error, without what Redis 6
// wraps around it.
var wordings = map[string][]string{
	"ERR Lua redis lib command arguments must be strings or integers": {
		"ERR Lua redis() command arguments must be strings or integers", // Redis 6
		"ERR Command arguments must be strings or integers",             // Valkey
	},
	"ERR This Redis command is not allowed from script": {
		"ERR This Redis command is not allowed from scripts", // Redis 6
		"ERR This Valkey command is not allowed from script",
	},
	"ERR Unknown Redis command called from script": {
		"ERR Unknown Redis command called from Lua script", // Redis 6
		"ERR Unknown command called from script",           // Valkey
	},
	"ERR Wrong number of args calling Redis command from script": {
		"ERR Wrong number of args calling Redis command From Lua script", // Redis 6
		"ERR Wrong number of args calling command from script",           // Valkey
	},
}

// wrapped is what Redis 6 puts before the error of a script.
var wrapped = regexp.MustCompile(`^ERR Error running script \(call to f_[0-9a-f]{40}\): @user_script:\d+: (@user_script: \d+: )?`)

// TestExamplesOnRedis runs the examples of the rules that say how Redis fails.
func TestExamplesOnRedis(t *testing.T) {
	server := redistest.Start(t)
	client := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer client.Close()
	ctx := context.Background()
	old := server.Before("7.0")
	for _, r := range Rules() {
		t.Run(r.Name, func(t *testing.T) {
			switch {
			case r.Doc.Fails == "":
				return
			case old && r.Name == "readonly-write":
				t.Skip("Redis before 7.0 has no EVAL_RO")
			case old && r.Name == "unknown-global":
				t.Skip("Redis before 7.0 has print")
			}
			run := func(text string) string {
				if err := client.FlushAll(ctx).Err(); err != nil {
					t.Fatal(err)
				}
				s, _ := lintText(t, text)
				eval := client.Eval
				if s.ReadOnly {
					eval = client.EvalRO
				}
				err := eval(ctx, text, keysFor(s), argsFor(s)...).Err()
				if err == nil || err == redis.Nil {
					return ""
				}
				message, _, _ := strings.Cut(err.Error(), " script: ")
				return wrapped.ReplaceAllLiteralString(message, "ERR ")
			}
			if got := run(r.Doc.Bad); got != r.Doc.Fails && !slices.Contains(wordings[r.Doc.Fails], got) {
				t.Errorf("the bad example fails with\n\t%q, want\n\t%q", got, r.Doc.Fails)
			}
			if got := run(r.Doc.Good); got != "" {
				t.Errorf("the good example fails with %q", got)
			}
		})
	}
}

func keysFor(s *parser.Script) []string {
	var keys []string
	for _, k := range s.Keys {
		keys = append(keys, "key:"+k.Text)
	}
	return keys
}

func argsFor(s *parser.Script) []any {
	var args []any
	for range s.Args {
		args = append(args, "10")
	}
	return args
}

// TestRules checks what holds for every rule.
func TestRules(t *testing.T) {
	rules := Rules()
	names := ruleNames(rules)
	if !slices.IsSorted(names) || len(slices.Compact(names)) != len(rules) {
		t.Errorf("the rules are not sorted by distinct names: %v", names)
	}
	for _, r := range rules {
		if r.Doc.Title == "" || strings.HasSuffix(r.Doc.Title, ".") || r.Doc.Text == "" {
			t.Errorf("%s: the title is empty or ends in a period, or there is no text", r.Name)
		}
		if (r.Doc.Bad == "") != (r.Doc.Good == "") {
			t.Errorf("%s has only one of its two examples", r.Name)
		}
	}
}
