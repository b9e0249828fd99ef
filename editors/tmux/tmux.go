// Package tmux runs a program in a real terminal: keys are pressed, and what the screen shows is
// waited for. The pictures of docs/editors.md and the sessions of editors/terminal are made with it.
package tmux

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	patient = time.Minute            // for what is waited for
	look    = 100 * time.Millisecond // between two looks at the screen
	session = "luagen"
)

// Terminal is a program in a tmux of its own, which reads no configuration of the user's.
type Terminal struct{ Config }

// Config says what runs in a Terminal.
type Config struct {
	Socket        string // of tmux, a path that nothing has yet
	Dir           string
	Env           []string // beside the environment of the caller
	Columns, Rows int
	Command       []string
}

// Missing is the error for a machine without tmux, and nil for others.
func Missing() error {
	if _, err := exec.LookPath("tmux"); err != nil {
		return fmt.Errorf("tmux is needed: install your system's package (apt-get install tmux, brew install tmux): %w", err)
	}
	return nil
}

// Open starts the program. Close ends it.
func Open(c Config) (*Terminal, error) {
	if err := Missing(); err != nil {
		return nil, err
	}
	t := &Terminal{c}
	args := []string{"new-session", "-d", "-s", session, "-x", strconv.Itoa(c.Columns), "-y", strconv.Itoa(c.Rows)}
	if _, err := t.tmux(append(args, c.Command...)...); err != nil {
		return nil, err
	}
	return t, nil
}

// Close ends tmux and what runs in it.
func (t *Terminal) Close() { _, _ = t.tmux("kill-server") }

func (t *Terminal) tmux(args ...string) (string, error) {
	cmd := exec.Command("tmux", append([]string{"-f", "/dev/null", "-S", t.Socket}, args...)...)
	cmd.Dir = t.Dir
	cmd.Env = append(append(os.Environ(), "TERM=xterm-256color", "LC_ALL=C.UTF-8"), t.Env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("tmux %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return string(out), nil
}

// Press presses keys, as tmux names them: "Enter", "C-c". A word that is no key is typed.
func (t *Terminal) Press(keys ...string) error {
	for _, k := range keys {
		if _, err := t.tmux("send-keys", "-t", session, k); err != nil {
			return err
		}
	}
	return nil
}

// Type types a text, whatever it says.
func (t *Terminal) Type(text string) error {
	_, err := t.tmux("send-keys", "-t", session, "-l", "--", text)
	return err
}

// Screen is what the terminal shows, with escape sequences for its colours.
type Screen string

// escape is a sequence that paints.
var escape = regexp.MustCompile("\x1b\\[[0-9;:]*m")

// Text is the screen without colours.
func (s Screen) Text() string { return escape.ReplaceAllString(string(s), "") }

// Lines are those of the text without the blanks at their ends, up to the last that is not empty.
func (s Screen) Lines() []string {
	var lines []string
	for line := range strings.Lines(strings.TrimRight(s.Text(), " \n")) {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	return lines
}

// Wait returns the screen when it shows what is wanted, and shows the same a moment later.
func (t *Terminal) Wait(wanted string, shown func(Screen) bool) (Screen, error) {
	return t.wait(wanted, shown)
}

// WaitAll is Wait for all that the terminal has shown, what has left the screen included; lines
// that the terminal has wrapped are one.
func (t *Terminal) WaitAll(wanted string, shown func(Screen) bool) (Screen, error) {
	return t.wait(wanted, shown, "-J", "-S", "-")
}

func (t *Terminal) wait(wanted string, shown func(Screen) bool, flags ...string) (Screen, error) {
	deadline := time.After(patient)
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	var before Screen
	for {
		select {
		case <-deadline:
			return "", fmt.Errorf("%q did not appear on\n%s", wanted, before.Text())
		case <-ticker.C:
		}
		out, err := t.tmux(append([]string{"capture-pane", "-e", "-p", "-t", session}, flags...)...)
		if err != nil {
			return "", err
		}
		screen := Screen(out)
		if screen == before && shown(screen) {
			return screen, nil
		}
		before = screen
	}
}
