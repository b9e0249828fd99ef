// Package lazyregexp compiles regular expressions when they are first used. A run of luagen needs few
// of those that its packages have, and to compile all takes as long as to lint ten scripts.
package lazyregexp

import (
	"os"
	"regexp"
	"strings"
	"sync"
)

// New returns a function that compiles an expression when it is first called, for a package's
// variable. The expression must be valid. In tests it is compiled at once, so that every test of the
// package finds a mistake in it.
func New(expr string) func() *regexp.Regexp {
	compiled := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
	if strings.HasSuffix(os.Args[0], ".test") {
		compiled()
	}
	return compiled
}
