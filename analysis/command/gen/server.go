package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"
)

// entry is one command or sub-command on its way into the table.
type entry struct {
	name        string // upper-case; "CLIENT|ID" for a sub-command
	arity       int
	flags       map[string]bool // by the names that newer.txt documents
	group       string
	summary     string // what it does, without a final period
	complexity  string
	since       string
	until       string
	valkey      string
	scriptSince string
	deprecated  string
	replacement string
	keys        []keySpec
	readOnly    string
	slowAdvice  string
	manySince   string
	slow        []choice
	// optionScripts are the versions whose scripts may use some options, by their words.
	optionScripts map[string]string
	tree          *node // of the arguments; nil when not known
	replies       []choice
	unwritten     []choice
	expiry        []choice
	keyNames      []choice
	roles         map[string][]choice // of arguments, by options

	table   *table
	grammar grammar
	loose   bool // only the keys are known
}

// keySpec says where a run of keys is among a command's words, as COMMAND and newer.txt do.
type keySpec struct {
	begin   int  // the word at which the run begins
	last    int  // the run's last word, from its beginning; negative from the call's end
	step    int  // distance of one key from the next
	numKeys bool // the run's first word is the number of keys that follow; last is then unused
	write   bool
	hidden  bool // where it is, is not told in these terms
}

// table is every entry by name.
type table struct {
	version   string // of the server
	entries   map[string]*entry
	arguments arguments
}

// keptFlags are the flags of COMMAND that the table keeps.
var keptFlags = []string{"write", "noscript"}

// readServer asks a server for its commands.
func readServer(ctx context.Context, client *redis.Client) (*table, error) {
	t := &table{entries: map[string]*entry{}}
	info, err := client.Info(ctx, "server").Result()
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(info) {
		if v, ok := strings.CutPrefix(line, "redis_version:"); ok {
			t.version = strings.TrimSpace(v)
		}
	}
	commands, err := client.Do(ctx, "COMMAND").Slice()
	if err != nil {
		return nil, err
	}
	for _, c := range commands {
		if err := t.addCommand(c); err != nil {
			return nil, err
		}
	}
	docs, err := client.Do(ctx, "COMMAND", "DOCS").Slice()
	if err != nil {
		return nil, err
	}
	t.addDocs(docs)
	return t, nil
}

// addCommand takes over one element of COMMAND's reply, sub-commands included.
func (t *table) addCommand(reply any) error {
	parts, ok := reply.([]any)
	if !ok || len(parts) < 10 {
		return fmt.Errorf("COMMAND: expected Redis 7.0's ten parts a command, got %v", reply)
	}
	e := &entry{table: t, name: strings.ToUpper(text(parts[0])), arity: int(parts[1].(int64)), flags: map[string]bool{}}
	for _, f := range parts[2].([]any) {
		if name := text(f); slices.Contains(keptFlags, name) {
			e.flags[name] = true
		}
	}
	for _, s := range parts[8].([]any) {
		e.keys = append(e.keys, readKeySpec(fields(s)))
	}
	t.entries[e.name] = e
	for _, sub := range parts[9].([]any) {
		e.flags["container"] = true
		if err := t.addCommand(sub); err != nil {
			return err
		}
	}
	return nil
}

// readKeySpec reads one key specification. One of which the server says only that it cannot tell
// where the keys are keeps its index, to which COMMAND DOCS refer, and says only whether they are written.
func readKeySpec(spec map[string]any) keySpec {
	var k keySpec
	for _, f := range list(spec["flags"]) {
		switch text(f) {
		case "not_key":
			k.hidden = true // a channel
		case "RW", "OW", "RM":
			k.write = true
		}
	}
	begin, find := fields(spec["begin_search"]), fields(spec["find_keys"])
	k.begin = number(fields(begin["spec"])["index"])
	run := fields(find["spec"])
	switch text(find["type"]) {
	case "range":
		k.last, k.step = number(run["lastkey"]), number(run["keystep"])
	case "keynum":
		k.numKeys, k.step = true, number(run["keystep"])
	}
	k.hidden = k.hidden || text(begin["type"]) != "index" || k.step == 0
	return k
}

// addDocs takes over a COMMAND DOCS reply: names and their documentation in turn.
func (t *table) addDocs(reply []any) {
	for i := 0; i+1 < len(reply); i += 2 {
		doc := fields(reply[i+1])
		if e := t.entries[strings.ToUpper(text(reply[i]))]; e != nil {
			e.since, e.group = text(doc["since"]), text(doc["group"])
			e.summary, e.complexity = sentence(text(doc["summary"])), sentence(text(doc["complexity"]))
			e.deprecated = text(doc["deprecated_since"])
			e.replacement = strings.ReplaceAll(text(doc["replaced_by"]), "`", "")
			if list(doc["subcommands"]) == nil {
				e.tree = fromDocs(list(doc["arguments"]))
			}
		}
		t.addDocs(list(doc["subcommands"]))
	}
}

// sentence is a text in one line without a final period.
func sentence(text string) string {
	return strings.TrimSuffix(strings.Join(strings.Fields(text), " "), ".")
}

// fields reads a flat array of names and values.
func fields(reply any) map[string]any {
	parts := list(reply)
	m := make(map[string]any, len(parts)/2)
	for i := 0; i+1 < len(parts); i += 2 {
		m[text(parts[i])] = parts[i+1]
	}
	return m
}

func list(reply any) []any {
	l, _ := reply.([]any)
	return l
}

func text(reply any) string {
	s, _ := reply.(string)
	return s
}

func number(reply any) int {
	n, _ := reply.(int64)
	return int(n)
}
