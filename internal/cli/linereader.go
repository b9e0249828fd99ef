package cli

import (
	"bufio"
	"bytes"
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
		}{&promptKeys{from: a.stdin}, a.stdout}
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

// promptKeys is what is typed at a prompt, where an interrupt clears the line. term.Terminal would
// take it for the end of the input.
type promptKeys struct {
	from io.Reader
	rest []byte // read, and not yet passed on
}

const (
	keyInterrupt = 'C' & 0x1f
	keyLineEnd   = 'E' & 0x1f
	keyLineClear = 'U' & 0x1f // up to the cursor
)

// Read implements io.Reader.
func (k *promptKeys) Read(p []byte) (int, error) {
	if len(k.rest) == 0 {
		n, err := k.from.Read(p)
		if !bytes.Contains(p[:n], []byte{keyInterrupt}) {
			return n, err
		}
		k.rest = bytes.ReplaceAll(p[:n], []byte{keyInterrupt}, []byte{keyLineEnd, keyLineClear})
	}
	n := copy(p, k.rest)
	k.rest = k.rest[n:]
	return n, nil
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
