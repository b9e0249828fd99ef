package cover

import (
	"crypto/sha1"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/scripttest/server"
)

// BenchmarkCounting calls scripts as they are and with counters, one after the other, and reports
// how many times as long the fastest call with counters took as the fastest without.
func BenchmarkCounting(b *testing.B) {
	limiter, findings := (&parser.Loader{FS: os.DirFS(filepath.FromSlash("../../examples/scripts"))}).Load("sliding_window.lua")
	if len(findings) > 0 {
		b.Fatal(findings)
	}
	srv, err := server.Start(b.Context(), redistest.Binary(b))
	if err != nil {
		b.Fatal(err)
	}
	defer srv.Close()
	conn, err := srv.Dial(b.Context(), 2)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	for _, tt := range []struct {
		name, text string
		words      []string
	}{
		{"limiter", string(limiter.Text), []string{"1", "k", "10", "60000", "a"}},
		{"computing", "local n = 0\nfor i = 1, 20000 do\n  if i % 3 == 0 and i % 2 == 0 then\n    n = n + i\n  else\n    n = n - 1\n  end\nend\nreturn n", []string{"0"}},
		{"adding", "local n = 0\nfor i = 1, 20000 do\n  n = n + i\nend\nreturn n", []string{"0"}},
		{"while", "local n, i = 0, 0\nwhile i < 20000 and n >= 0 do\n  i = i + 1\n  n = n + i % 7\nend\nreturn n", []string{"0"}},
		{"and or", "local n, m = 0, nil\nfor i = 1, 20000 do\n  local a = i % 2 == 0 and i or m or 1\n  n = n + (m or 1) + (a > 5 and 1 or 0)\nend\nreturn n", []string{"0"}},
		{"strings", "local t = {}\nfor i = 1, 5000 do\n  t[#t + 1] = 'item:' .. i .. (i % 2 == 0 and 'even' or 'odd')\nend\nreturn #table.concat(t, ',')", []string{"0"}},
		{"functions", "local function add(a, b)\n  if not b then\n    return a\n  end\n  return a + b\nend\nlocal n = 0\nfor i = 1, 10000 do\n  n = add(n, i % 3 ~= 0 and i or nil)\nend\nreturn n", []string{"0"}},
		{"recursion", "local function fib(n)\n  if n < 2 then\n    return n\n  end\n  return fib(n - 1) + fib(n - 2)\nend\nreturn fib(17)", []string{"0"}},
		{"commands", "local n = 0\nfor i = 1, 500 do\n  local v = redis.call('GET', KEYS[1])\n  n = n + tonumber(v or '0')\nend\nreturn n", []string{"1", "k:none"}},
	} {
		b.Run(tt.name, func(b *testing.B) {
			s, _ := parser.ParseText("s.lua", []byte(tt.text))
			sum := sha1.Sum(s.Text)
			sha := hex.EncodeToString(sum[:])
			if v, err := conn.Do("SCRIPT", "LOAD", string(s.Text)); err != nil || v.Text != sha {
				b.Fatal(v, err)
			}
			session := (&Collector{}).Begin(srv, conn)
			timed := func(call func(args []string) (resp.Value, error)) time.Duration {
				began := time.Now()
				v, err := call(slices.Concat([]string{"EVALSHA", sha}, tt.words))
				took := time.Since(began)
				if err != nil || v.Kind == '-' {
					b.Fatal(v, err)
				}
				return took
			}
			plain, counted := time.Hour, time.Hour
			for b.Loop() {
				plain = min(plain, timed(func(args []string) (resp.Value, error) { return conn.Do(args...) }))
				counted = min(counted, timed(func(args []string) (resp.Value, error) { return session.Call(b.Context(), s, "", args) }))
			}
			b.ReportMetric(float64(counted)/float64(plain), "times")
			b.ReportMetric(0, "ns/op")
		})
	}
}
