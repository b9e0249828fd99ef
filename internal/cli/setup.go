package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/scripttest/casefile"
)

// setupCommand is a command that is run before the script.
type setupCommand struct {
	where string // the flag, or file and line
	words []any
}

// readSetup splits the values of --setup into commands and their words.
func readSetup(setup []string) ([]setupCommand, error) {
	var commands []setupCommand
	add := func(where, line string) error {
		words, err := casefile.Words(line)
		if err != nil {
			return usagef("%s: %v: %s", where, err, line)
		}
		if len(words) > 0 {
			commands = append(commands, setupCommand{where: where, words: arguments(words)})
		}
		return nil
	}
	for _, s := range setup {
		file, ok := strings.CutPrefix(s, "@")
		if !ok {
			if err := add("--setup", s); err != nil {
				return nil, err
			}
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, usagef("--setup %s: %v", s, err)
		}
		line := 0
		for l := range strings.Lines(string(text)) {
			line++
			if l = strings.TrimSpace(l); strings.HasPrefix(l, "#") {
				continue
			}
			if err := add(fmt.Sprintf("%s:%d", file, line), l); err != nil {
				return nil, err
			}
		}
	}
	return commands, nil
}

// arguments are words as go-redis takes them.
func arguments(words []casefile.Word) []any {
	list := make([]any, len(words))
	for i, w := range words {
		list[i] = w.Text
	}
	return list
}

func runSetup(ctx context.Context, options *redis.Options, commands []setupCommand) error {
	if len(commands) == 0 {
		return nil
	}
	client := redis.NewClient(options)
	defer client.Close()
	for _, c := range commands {
		if err := client.Do(ctx, c.words...).Err(); err != nil && !errors.Is(err, redis.Nil) {
			return fmt.Errorf("%s: %v: %w", c.where, c.words[0], err)
		}
	}
	return nil
}
