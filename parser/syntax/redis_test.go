package syntax_test

import (
	"context"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/parser/syntax"
)

// server is a redis-server that judges scripts.
type server struct {
	tb     testing.TB
	client *redis.Client
	old    bool // from before Redis 7.0, which takes no shebang line
}

func startServer(tb testing.TB) server {
	tb.Helper()
	s := redistest.Start(tb)
	return server{tb, s.Client(2), s.Before("7.0")}
}

// refuses returns, for each script, why the server does not compile it; an empty
// text says that it does.
func (s server) refuses(scripts []string) []string {
	s.tb.Helper()
	ctx := context.Background()
	verdicts := make([]string, 0, len(scripts))
	for len(scripts) > 0 {
		batch := scripts[:min(len(scripts), 1000)]
		scripts = scripts[len(batch):]
		pipe := s.client.Pipeline()
		for _, script := range batch {
			pipe.ScriptLoad(ctx, script)
		}
		pipe.ScriptFlush(ctx)
		cmds, err := pipe.Exec(ctx)
		if _, replied := err.(redis.Error); err != nil && !replied {
			s.tb.Fatal(err)
		}
		for _, cmd := range cmds[:len(batch)] {
			verdict := ""
			if err := cmd.Err(); err != nil {
				verdict = err.Error()
			}
			verdicts = append(verdicts, verdict)
		}
	}
	return verdicts
}

// agree checks that Parse accepts exactly those scripts that the server accepts.
func (s server) agree(scripts []string) {
	s.tb.Helper()
	failed := 0
	for i, refused := range s.refuses(scripts) {
		if s.old && strings.HasPrefix(scripts[i], "#!") {
			continue
		}
		_, err := syntax.Parse([]byte(scripts[i]))
		if (err != nil) == (refused != "") {
			continue
		}
		if failed++; failed > 20 {
			s.tb.Fatal("and more")
		}
		s.tb.Errorf("script %.300q:\nParse: %v\nRedis: %s", scripts[i], err, strings.TrimSpace(refused))
	}
}

func TestRedisAgreesOnSnippets(t *testing.T) {
	startServer(t).agree(snippets)
}

// FuzzRedisAgrees is TestRedisAgreesOnSnippets on what the fuzzer makes of them.
// Shebangs are left out: Parse does not judge what they hold.
func FuzzRedisAgrees(f *testing.F) {
	client := startServer(f).client
	for _, s := range append(snippets, samples...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, script string) {
		if !strings.HasPrefix(script, "#!") {
			server{tb: t, client: client}.agree([]string{script})
		}
	})
}
