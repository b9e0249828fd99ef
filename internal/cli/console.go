package cli

import (
	"io"
	"os"
	"slices"

	"golang.org/x/term"

	"github.com/luagen/luagen/diag"
)

// colors are the values of --color.
var colors = []string{"auto", "always", "never"}

func (a *app) checkColor() error {
	if !slices.Contains(colors, a.color) {
		return usagef("--color %s: expected %s", a.color, oneOf(colors))
	}
	return nil
}

// colored reports whether w gets colours: as --color says, and by default a terminal
// that knows them and whose user has not set NO_COLOR (no-color.org).
func (a *app) colored(w io.Writer) bool {
	switch a.color {
	case "always":
		return true
	case "never":
		return false
	}
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)
}

// output is stdout. It remembers the first error, so that luagen does not end as if
// all were well when nobody got what it printed.
type output struct {
	io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// file is the file behind w; nil when there is none.
func file(w io.Writer) *os.File {
	if o, ok := w.(*output); ok {
		w = o.Writer
	}
	f, _ := w.(*os.File)
	return f
}

func isTerminal(w io.Writer) bool {
	f := file(w)
	return f != nil && term.IsTerminal(int(f.Fd()))
}

// terminalWidth is the width of w in cells; 0 when it is not a terminal, or one that does
// not know its size.
func terminalWidth(w io.Writer) int {
	f := file(w)
	if f == nil {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// textPrinter prints findings to w for people.
func (a *app) textPrinter(w io.Writer, source diag.Source) diag.TextPrinter {
	return diag.TextPrinter{Source: source, Color: a.colored(w), Width: terminalWidth(w)}
}

// style is a parameter of ANSI's "select graphic rendition".
type style string

const (
	bold       style = "1"
	dim        style = "2"
	red        style = "31"
	green      style = "32"
	cyan       style = "36"
	boldYellow style = "1;33"
)

// paint shows text in a style where w gets colours.
func (a *app) paint(w io.Writer, s style, text string) string {
	if !a.colored(w) {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}
