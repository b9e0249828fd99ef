package syntax_test

import (
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/parser/syntax/limits"
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

// compile is Parse, with the limits of Lua's compiler checked too.
func compile(script string) error {
	chunk := syntax.Parse([]byte(script))
	if len(chunk.Errors) > 0 {
		return chunk.Errors[0]
	}
	if exceeded := limits.Check(chunk); exceeded != nil {
		return exceeded
	}
	return nil
}

// agree checks that Parse accepts exactly those scripts that the server accepts.
func (s server) agree(scripts []string) {
	s.tb.Helper()
	failed := 0
	for i, refused := range redistest.Compile(s.tb, s.client, scripts) {
		if s.old && strings.HasPrefix(scripts[i], "#!") {
			continue
		}
		err := compile(scripts[i])
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
