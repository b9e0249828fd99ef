package terminal

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/debugger"
	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/parser"
)

// typing gives lines, and does something before some of them.
type typing struct {
	lines  []string
	before map[string]func()
}

func (l *typing) ReadLine(string) (string, error) {
	if len(l.lines) == 0 {
		return "", io.EOF
	}
	line := l.lines[0]
	l.lines = l.lines[1:]
	if f := l.before[line]; f != nil {
		f()
	}
	return line, nil
}

// watched is output that calls a function when it first holds a text.
type watched struct {
	bytes.Buffer
	text string
	then func()
}

func (w *watched) Write(p []byte) (int, error) {
	n, err := w.Buffer.Write(p)
	if w.then != nil && strings.Contains(w.String(), w.text) {
		w.then()
		w.then = nil
	}
	return n, err
}

const loop = "local n = 0\nwhile true do\n  n = n + 1\nend\n"

func endless(t *testing.T, out io.Writer, in Lines, interrupts <-chan struct{}, patience time.Duration) error {
	t.Helper()
	server := redistest.Start(t, "--lua-time-limit", "20")
	script, _ := (&parser.Loader{FS: fstest.MapFS{"s.lua": {Data: []byte(loop)}}}).Load("s.lua")
	return Run(context.Background(), Config{
		Target: debugger.Target{
			Script: script, Call: ldb.Call{Text: script.Text}, Server: &redis.Options{Addr: server.Addr}, Patience: patience,
		},
		In: in, Out: out, Interrupts: interrupts,
		Source:  func(string) []byte { return []byte(loop) },
		Outcome: func(resp.Value) (string, error) { return "", nil },
		Paint:   func(_ Style, text string) string { return text },
	})
}

func TestInterruptPausesAnEndlessLoop(t *testing.T) {
	interrupts := make(chan struct{}, 1)
	out := &watched{text: "s.lua:3: still here", then: func() { interrupts <- struct{}{} }}
	in := &typing{lines: []string{"log 3 still here", "hits 1 3", "c", "print n > 1", "q"}}
	if err := endless(t, out, in, interrupts, time.Hour); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.Contains(got, "\n\ns.lua:3: interrupted\n") || !strings.HasSuffix(got, "\ntrue\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestSecondInterruptLeaves(t *testing.T) {
	interrupts := make(chan struct{})
	out := &watched{text: "runs on without steps", then: func() {
		go func() {
			interrupts <- struct{}{}
			interrupts <- struct{}{}
		}()
	}}
	// The first interrupt waits for the server, which may be quicker than the second.
	in := &typing{lines: []string{"c", "c"}}
	if err := endless(t, out, in, interrupts, 1); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.Contains(got, "interrupted\n") && !strings.HasSuffix(got, "ends the script if it takes too long\n") {
		t.Errorf("got\n%s", got)
	}
}
