package cli

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"golang.org/x/term"

	"github.com/luagen/luagen/internal/cli/terminal"
)

// lineReader reads lines that are typed, with a history where stdin and stdout are a
// terminal. Lines that come from elsewhere are shown, so that the output can be read alone.
func (a *app) lineReader() terminal.Lines {
	if f, ok := a.stdin.(interface{ Fd() uintptr }); ok && term.IsTerminal(int(f.Fd())) && isTerminal(a.stdout) {
		screen := struct {
			io.Reader
			io.Writer
		}{a.stdin, a.stdout}
		return &typedLines{fd: int(f.Fd()), terminal: term.NewTerminal(screen, "")}
	}
	return &givenLines{lines: bufio.NewReader(a.stdin), echo: a.stdout}
}

// typedLines are those of a terminal, which is raw only while a line is typed: an interrupt of a
// running script is a signal.
type typedLines struct {
	fd       int
	terminal *term.Terminal
}

// ReadLine implements terminal.Lines.
func (l *typedLines) ReadLine(prompt string) (string, error) {
	before, err := term.MakeRaw(l.fd)
	if err != nil {
		return "", err
	}
	defer term.Restore(l.fd, before)
	// It may have been resized since the last line. What has no size keeps the one of before.
	if columns, rows, err := term.GetSize(l.fd); err == nil && columns > 0 {
		if err := l.terminal.SetSize(columns, rows); err != nil {
			return "", err
		}
	}
	l.terminal.SetPrompt(prompt)
	return l.terminal.ReadLine()
}

// givenLines are those of a file or a pipe.
type givenLines struct {
	lines *bufio.Reader
	echo  io.Writer
}

// ReadLine implements terminal.Lines.
func (l *givenLines) ReadLine(prompt string) (string, error) {
	line, err := l.lines.ReadString('\n')
	if err == io.EOF && line != "" {
		err = nil
	}
	if err != nil {
		return "", err
	}
	line = strings.TrimRight(line, "\r\n")
	_, err = fmt.Fprintln(l.echo, prompt+line)
	return line, err
}
