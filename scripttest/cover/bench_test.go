package cover

import (
	"crypto/sha1"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/scripttest/server"
)

// BenchmarkCall times calls of scripts as they are and with counters: one of the usual kind, and
// one that does nothing but compute.
func BenchmarkCall(b *testing.B) {
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
		{"sliding_window", string(limiter.Text), []string{"1", "k", "10", "60000", "a"}},
		{"computing", "local n = 0\nfor i = 1, 1000 do\n  if i % 3 == 0 and i % 2 == 0 then\n    n = n + i\n  else\n    n = n - 1\n  end\nend\nreturn n", []string{"0"}},
	} {
		s, _ := parser.ParseText("s.lua", []byte(tt.text))
		sum := sha1.Sum(s.Text)
		sha := hex.EncodeToString(sum[:])
		if v, err := conn.Do("SCRIPT", "LOAD", string(s.Text)); err != nil || v.Text != sha {
			b.Fatal(v, err)
		}
		run := func(b *testing.B, call func(args []string) (resp.Value, error)) {
			for b.Loop() {
				v, err := call(slices.Concat([]string{"EVALSHA", sha}, tt.words))
				if err != nil || v.Kind == '-' {
					b.Fatal(v, err)
				}
			}
		}
		b.Run(tt.name+"/untouched", func(b *testing.B) {
			run(b, func(args []string) (resp.Value, error) { return conn.Do(args...) })
		})
		b.Run(tt.name+"/counted", func(b *testing.B) {
			session := (&Collector{}).Begin(srv, conn)
			run(b, func(args []string) (resp.Value, error) { return session.Call(b.Context(), s, "", args) })
		})
	}
}
