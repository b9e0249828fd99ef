package cli

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/term"
)

// An interrupt at the prompt clears the line and ends nothing.
func TestInterruptClearsTheLine(t *testing.T) {
	const typed = "quit\x03print 1\rba\x1b[D\x03\x03next\r\x04"
	for name, from := range map[string]io.Reader{
		"at once":     strings.NewReader(typed),
		"key by key":  iotest.OneByteReader(strings.NewReader(typed)),
		"end with it": iotest.DataErrReader(strings.NewReader(typed)),
	} {
		lines := term.NewTerminal(struct {
			io.Reader
			io.Writer
		}{&promptKeys{from: from}, io.Discard}, "")
		for _, want := range []string{"print 1", "next"} {
			if got, err := lines.ReadLine(); got != want || err != nil {
				t.Errorf("%s: %q, %v, want %q", name, got, err, want)
			}
		}
		if got, err := lines.ReadLine(); err != io.EOF {
			t.Errorf("%s: %q, %v behind the end", name, got, err)
		}
	}
}
