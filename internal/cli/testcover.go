package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/scripttest/cover"
	"github.com/luagen/luagen/scripttest/session"
)

// coverOptions are the flags of "luagen test" about coverage.
type coverOptions struct {
	summary bool
	profile string
	lcov    string
}

func (o *coverOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&o.summary, "cover", false, "say how much of the scripts the cases run, and what they do not")
	f.StringVar(&o.profile, "coverprofile", "", "write what ran to `FILE`, for go tool cover -html")
	f.StringVar(&o.lcov, "lcov", "", "write what ran to `FILE`, for genhtml and services that read lcov")
}

// wanted reports whether coverage is asked for.
func (o *coverOptions) wanted() bool { return o.summary || o.profile != "" || o.lcov != "" }

// collector is a new collector that knows every script beside the cases; nil when nothing asks
// for one.
func (t *testRun) collector(scripts *session.Scripts, files []caseText) (*cover.Collector, error) {
	if !t.opts.cover.wanted() {
		return nil, nil
	}
	c := &cover.Collector{}
	seen := map[string]bool{}
	for _, f := range files {
		dir := filepath.Dir(f.path)
		if seen[dir] {
			continue
		}
		seen[dir] = true
		if err := scripts.Each(dir, func(s *session.Script) { c.Add(s.Script) }); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// covered writes what ran of the scripts.
func (t *testRun) covered(c *cover.Collector) error {
	if c == nil {
		return nil
	}
	files := c.Files()
	out := t.app.stdout
	if t.opts.json {
		out = t.app.stderr
	}
	if err := cover.Summary(out, files); err != nil {
		return err
	}
	for _, n := range c.Notes() {
		t.app.say("%s", n)
	}
	if t.opts.cover.summary {
		t.missed(out, files)
	}
	if t.opts.cover.profile != "" {
		err := writeTo(t.opts.cover.profile, func(w io.Writer) error {
			return cover.Profile(w, files, func(file string) []byte {
				text, _ := os.ReadFile(filepath.FromSlash(file)) // gone: without what is made up for at its end
				return text
			})
		})
		if err != nil {
			return err
		}
	}
	if t.opts.cover.lcov != "" {
		return writeTo(t.opts.cover.lcov, func(w io.Writer) error { return cover.LCOV(w, files) })
	}
	return nil
}

// mostMissed is how many places are shown that no case runs, without -v.
const mostMissed = 20

// missed shows what no case has run.
func (t *testRun) missed(w io.Writer, files []cover.File) {
	var all []string
	for i := range files {
		all = append(all, files[i].Missed()...)
	}
	shown := all
	if len(all) > mostMissed && !t.opts.verbose {
		shown = all[:mostMissed]
	}
	for _, m := range shown {
		fmt.Fprintln(w, strings.ToValidUTF8(m, "\uFFFD"))
	}
	if left := len(all) - len(shown); left > 0 {
		fmt.Fprintf(w, "and %d more; -v shows them\n", left)
	}
}
