package golint

import (
	"go/types"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
)

func goPipeline() callRule {
	return callRule{
		Rule: diag.Rule{Name: "go-pipeline", Severity: diag.Warning, Doc: diag.Doc{
			Title: "a script that Run sends by its SHA-1 in a pipeline",
			Text: `Script.Run sends EVALSHA, and EVAL when the server answers NOSCRIPT. In a pipeline the answer comes when the pipeline is executed, and nothing sends EVAL then: after a restart, a failover or SCRIPT FLUSH the call fails.

Use Script.Eval in pipelines, or call Script.Load before each. Nothing is reported in a function that does.`,
			Language: diag.Go,
			Bad: `var count = redis.NewScript(` + "`return redis.call('INCR', KEYS[1])`" + `)

func Count(ctx context.Context, c *redis.Client) error {
	pipe := c.Pipeline()
	count.Run(ctx, pipe, []string{"a"})
	_, err := pipe.Exec(ctx)
	return err
}
`,
			Good: `var count = redis.NewScript(` + "`return redis.call('INCR', KEYS[1])`" + `)

func Count(ctx context.Context, c *redis.Client) error {
	pipe := c.Pipeline()
	count.Eval(ctx, pipe, []string{"a"})
	_, err := pipe.Exec(ctx)
	return err
}
`,
		}},
		check: func(s *site) {
			if s.OfScript && s.Sends == gosource.SendsAsNeeded && !s.Loaded && s.inPipeline() {
				s.report(s.Call, diag.Warning, "%s in a pipeline only sends EVALSHA: nothing sends the script when the server lacks it; use Eval", s.Method)
			}
		},
	}
}

// inPipeline reports whether the call is one of go-redis's pipelines.
func (s *site) inPipeline() bool {
	if s.Conn == nil || s.face.sends != marshals && s.Client != "rueidiscompat" {
		return false
	}
	t := s.Info.TypeOf(s.Conn)
	if t == nil {
		return false
	}
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	return ok && (n.Obj().Name() == "Pipeliner" || n.Obj().Name() == "Pipeline")
}

func goNoScript() callRule {
	return callRule{
		Rule: diag.Rule{Name: "go-noscript", Severity: diag.Warning, Doc: diag.Doc{
			Title: "EVALSHA by hand, of which nothing handles NOSCRIPT",
			Text: `A server forgets its scripts when it restarts, with SCRIPT FLUSH, and a replica that is promoted may never have had them. EVALSHA then fails with NOSCRIPT, and goes on failing.

redis.NewScript(…).Run sends the script when that happens, and so do redis.NewScript(…).Do of redigo, rueidis.NewLuaScript(…).Exec and valkey.NewLuaScript(…).Exec. Nothing is reported in a package that mentions NOSCRIPT, redis.HasErrorPrefix or ScriptExists, in a function that loads the script, and in one that gets the SHA-1 as a parameter: there it is for its callers.`,
			Language: diag.Go,
			Bad: `type Counter struct {
	client *redis.Client
	sha    string // of SCRIPT LOAD, when the program started
}

func (c *Counter) Count(ctx context.Context) error {
	return c.client.EvalSha(ctx, c.sha, []string{"a"}).Err()
}
`,
			Good: `var count = redis.NewScript(` + "`return redis.call('INCR', KEYS[1])`" + `)

func Count(ctx context.Context, c *redis.Client) error {
	return count.Run(ctx, c, []string{"a"}).Err()
}
`,
		}},
		check: func(s *site) {
			if s.Sends == gosource.SendsSHA && !s.HandsOn && !s.Recovers && !s.Loaded && !s.Test {
				s.report(s.Call, diag.Warning, "nothing here handles NOSCRIPT, which %s answers once the server has lost the script; use %s", s.sender(), s.face.cached)
			}
		},
	}
}

func goEval() callRule {
	return callRule{
		Rule: diag.Rule{Name: "go-eval", Severity: diag.Warning, Doc: diag.Doc{
			Title: "a constant script that is sent whole again and again",
			Text: `Eval sends all of the script at each call, and so does EVAL with redigo, rueidis, valkey-go and radix. redis.NewScript(…).Run sends its SHA-1, and the script only when the server does not have it; the other clients have the like.

A warning in a loop, a hint elsewhere; tests and pipelines are left alone.`,
			Language: diag.Go,
			Bad: `func Count(ctx context.Context, c *redis.Client, names []string) error {
	for _, name := range names {
		if err := c.Eval(ctx, ` + "`return redis.call('INCR', KEYS[1])`" + `, []string{name}).Err(); err != nil {
			return err
		}
	}
	return nil
}
`,
			Good: `var count = redis.NewScript(` + "`return redis.call('INCR', KEYS[1])`" + `)

func Count(ctx context.Context, c *redis.Client, names []string) error {
	for _, name := range names {
		if err := count.Run(ctx, c, []string{name}).Err(); err != nil {
			return err
		}
	}
	return nil
}
`,
		}},
		check: func(s *site) {
			if s.OfScript || s.Wrapper != nil || s.Test || s.script == nil || len(s.script.Holes) > 0 || s.Sends != gosource.SendsText ||
				s.inPipeline() || s.Method == "Send" {
				return
			}
			severity := diag.Hint
			if s.Looped {
				severity = diag.Warning
			}
			s.report(s.Call, severity, "%s sends the whole script at each call; %s sends its SHA-1", s.sender(), s.face.cached)
		},
	}
}

// sender is the call as messages name it: its method, or the command that it sends.
func (s *site) sender() string {
	switch {
	case strings.HasPrefix(s.Method, "Eval"), s.OfScript:
		return s.Method
	case s.Sends == gosource.SendsSHA:
		return "EVALSHA"
	default:
		return "EVAL"
	}
}
