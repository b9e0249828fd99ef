package terminal

import (
	"strings"

	"github.com/luagen/luagen/internal/suggest"
)

// command is one that can be typed.
type command struct {
	names []string // the full one, then shorter ones
	form  string   // of its arguments
	does  string   // in help
	run   func(t *terminal, arguments string) error
}

// commands are all commands, in the order of help. A function, for help names them itself.
func commands() []command {
	return []command{
		{[]string{"continue", "c"}, "", "run to the next breakpoint or to the end", (*terminal).goOn},
		{[]string{"next", "n"}, "", "run to the next line, over calls", (*terminal).next},
		{[]string{"step", "s"}, "", "run to the next line, into calls", (*terminal).step},
		{[]string{"stepout", "so", "finish"}, "", "run until the function returns", (*terminal).stepOut},
		{[]string{"restart", "r"}, "", "run the script from its beginning", (*terminal).restart},
		{[]string{"break", "b"}, "[PLACE [if CONDITION]]", "stop at LINE or FILE:LINE; alone: list the breakpoints", (*terminal).breakAt},
		{[]string{"cond"}, "NUMBER [CONDITION]", "make a breakpoint stop only when an expression is true", (*terminal).condition},
		{[]string{"hits"}, "NUMBER [COUNT]", "make a breakpoint stop at some hits: 3, >= 3, % 3", (*terminal).hits},
		{[]string{"log"}, "PLACE MESSAGE", "print a message with {expressions} instead of a stop", (*terminal).log},
		{[]string{"clear"}, "NUMBER|all", "remove a breakpoint", (*terminal).clear},
		{[]string{"print", "p"}, "EXPRESSION", "print the value of an expression of Lua", (*terminal).print},
		{[]string{"locals"}, "", "print the variables of the frame, and those around that it uses", (*terminal).locals},
		{[]string{"keys"}, "", "print KEYS", (*terminal).keys},
		{[]string{"args"}, "", "print ARGV", (*terminal).args},
		{[]string{"redis"}, "COMMAND", "run a command of Redis as the script could", (*terminal).redis},
		{[]string{"list", "l"}, "[PLACE]", "list the source around the current line, or a place; again for more", (*terminal).listSource},
		{[]string{"trace", "bt"}, "", "list the functions that are being run", (*terminal).trace},
		{[]string{"frame", "f"}, "[NUMBER]", "choose the frame for print, locals and list", (*terminal).chooseFrame},
		{[]string{"up"}, "", "choose the caller's frame", (*terminal).up},
		{[]string{"down"}, "", "choose the frame that it called", (*terminal).down},
		{[]string{"help", "h"}, "", "list these commands", (*terminal).help},
		{[]string{"quit", "q"}, "", "end the session", func(*terminal, string) error { return errQuit }},
	}
}

// do runs what was typed.
func (t *terminal) do(line string) error {
	name, arguments, _ := strings.Cut(line, " ")
	if name == "" {
		return nil
	}
	var all []string
	for _, c := range commands() {
		for _, n := range c.names {
			if n == name {
				return c.run(t, strings.TrimSpace(arguments))
			}
			all = append(all, n)
		}
	}
	if s := suggest.Closest(name, all); s != "" {
		return mistakef("no command %s; did you mean %s?", name, s)
	}
	return mistakef("no command %s; help lists them", name)
}

func (t *terminal) help(string) error {
	for _, c := range commands() {
		head := c.names[0]
		if c.form != "" {
			head += " " + c.form
		}
		if len(c.names) > 1 {
			head += "  (" + strings.Join(c.names[1:], ", ") + ")"
		}
		t.say("%-38s %s", head, c.does)
	}
	t.say("An empty line repeats the last command. An interrupt pauses the script; at the prompt it clears the line.")
	return nil
}
