package cli

import (
	"context"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/luagen/luagen/internal/redistest"
)

// cancelAt ends a context when a text is written to it.
type cancelAt struct {
	strings.Builder
	text string
	end  context.CancelFunc
}

func (c *cancelAt) Write(p []byte) (int, error) {
	if strings.Contains(string(p), c.text) {
		c.end()
	}
	return c.Builder.Write(p)
}

// TestInterruptedCases interrupts luagen test while a case waits: that case has not failed.
func TestInterruptedCases(t *testing.T) {
	binary := redistest.Binary(t)
	t.Chdir(t.TempDir())
	save(t, "wait_test.redis", "# at once\n> PING\nPONG\n\n# never\n> BLPOP k 0\n")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := &cancelAt{text: "PASS: at once", end: cancel}
	a := &app{stdin: strings.NewReader(""), stdout: out, stderr: io.Discard, color: "never"}
	opts := testOptions{servers: []string{binary}, verbose: true, parallel: 1, timeout: time.Minute, only: regexp.MustCompile("")}
	err := a.test(ctx, opts, []string{"."})
	if err == nil || err.Error() != "interrupted" {
		t.Errorf("error %v, want interrupted", err)
	}
	if text := out.String(); !strings.HasPrefix(text, "--- PASS: at once (") || strings.Count(text, "\n") != 1 {
		t.Errorf("printed:\n%s", text)
	}
}
