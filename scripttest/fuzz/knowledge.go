package fuzz

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/scripttest/fault"
)

// knowledge is what is known of a script: what it says, and what it has asked the server for.
type knowledge struct {
	places    []replay.Place
	groups    []string // of the commands that the script names: "list", "hash"
	ints      []int64
	durations []string
	texts     []string // for strings without a further type
	values    []string // for what keys hold
	fields    []string // members of documents that it names
	// decodes is set when it takes documents apart, about whose form a header says nothing.
	decodes bool
	// ownData is set when what a string, list or hash holds has a form that only the script knows.
	ownData bool
	edges   bool // numbers are zero, negative and huge, too

	keys map[string]*keyKnowledge // by key
	all  []string                 // those keys, in the order in which they were met
}

// keyKnowledge is what the script does with a key.
type keyKnowledge struct {
	groups []string
	fields []string // of a hash
}

var (
	decoding = lazyregexp.New(`\b(cjson\.decode|cmsgpack\.unpack|struct\.unpack)\b`)
	counting = lazyregexp.New(`(?i)\btonumber\b|ARGV\[\d+\]\s*[-+*/%<>]|['"](INCR|DECR|HINCR|ZINCR)`)
)

func newKnowledge(c Config) *knowledge {
	k := &knowledge{places: replay.Places(c.Script), keys: map[string]*keyKnowledge{}, ints: []int64{1, 2, 3, 5, 7, 10, 60, 100, 1000, 10000}}
	k.durations = []string{"1s", "2s", "10s", "1m30s", "1h"}
	k.edges = c.Edges
	if c.Edges {
		k.durations = append(k.durations, "0s")
		k.ints = append(k.ints, 0, -1, 1700000000, 1<<53+1)
	}
	for _, call := range c.Facts.Calls {
		if call.Command != nil {
			k.groups = appendNew(k.groups, dataGroup(call.Command))
		}
	}
	near := nearNumbers(c.Script)
	k.ints = appendInts(k.ints, near)
	text := string(c.Script.Text)
	k.decodes = decoding().MatchString(text)
	literals, fields := literals(c.Script)
	k.fields = fields
	numbers, forms := scalarsOf(c.Returns)
	k.ownData = k.decodes || forms
	if numbers || counting().MatchString(text) { // what is not a number may be refused rightly
		k.texts = []string{"1", "2", "5", "10", "100"}
		for _, n := range near {
			k.texts = appendNew(k.texts, strconv.FormatInt(n, 10))
		}
		k.values = k.texts
		return k
	}
	k.texts = append([]string{"a", "b", "x y", "1", ""}, literals...)
	k.values = append([]string{"a", "b", "x y", "1"}, literals...)
	return k
}

// scalarsOf reports whether a reply holds numbers, and whether it holds documents or what else has a
// form of its own: data that goes into it must have that form, too.
func scalarsOf(t parser.Type) (numbers, forms bool) {
	fields := func(list []parser.Field) {
		for _, f := range list {
			n, w := scalarsOf(f.Type)
			numbers, forms = numbers || n, forms || w
		}
	}
	switch t := t.(type) {
	case *parser.Scalar:
		switch t.Kind {
		case parser.Int, parser.Uint, parser.Float, parser.Time, parser.Duration:
			return true, false
		case parser.JSON, parser.MsgPack, parser.Text:
			return false, true
		}
	case *parser.Optional:
		return scalarsOf(t.Elem)
	case *parser.List:
		return scalarsOf(t.Elem)
	case *parser.Map:
		return scalarsOf(t.Elem)
	case *parser.Tuple:
		fields(t.Fields)
	case *parser.Hash:
		fields(t.Fields)
	case *parser.Flat:
		fields(t.Fields)
	case *parser.Variants:
		return true, true
	}
	return numbers, forms
}

// literals are the short strings of a script that may be values, and the names of members
// that it reads.
func literals(s *parser.Script) (texts, fields []string) {
	syntax.Inspect(s.Chunk.Block, func(n syntax.Node) bool {
		str, ok := n.(*syntax.StringExpr)
		switch {
		case !ok || len(str.Value) > 20 || len(texts)+len(fields) > 40:
		case str.Dot:
			fields = appendNew(fields, str.Value)
		default:
			if _, isCommand := command.Lookup(str.Value); !isCommand {
				texts = appendNew(texts, str.Value)
			}
		}
		return true
	})
	return texts, fields
}

// nearNumbers are the whole numbers that a script compares or computes with, and their
// neighbours: a condition turns there. Small ones are tried in any case.
func nearNumbers(s *parser.Script) []int64 {
	const (
		least = 10
		most  = 1_000_000_000
		some  = 8 // literals
	)
	var near []int64
	syntax.Inspect(s.Chunk.Block, func(n syntax.Node) bool {
		number, ok := n.(*syntax.NumberExpr)
		if ok && len(near) < 3*some && number.Value >= least && number.Value <= most {
			if v := int64(number.Value); float64(v) == number.Value {
				near = appendInts(near, []int64{v, v + 1, v - 1})
			}
		}
		return true
	})
	return near
}

func appendInts(list, more []int64) []int64 {
	for _, n := range more {
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

func appendNew(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// dataGroup is the kind of data that a command works on; empty for one that takes any.
func dataGroup(c *command.Command) string {
	switch c.Group {
	case "string", "bitmap", "list", "hash", "set", "sorted-set", "stream", "hyperloglog", "geo":
		return c.Group
	}
	return ""
}

// learn takes in what a call has issued. What is new is sorted, since a server lists sets and
// hashes in an order of its own.
func (k *knowledge) learn(issued []replay.Issued) {
	news := map[string]*keyKnowledge{}
	for _, i := range issued {
		c, m := fault.Match(i.Args)
		if m == nil {
			continue
		}
		var key *keyKnowledge
		for n, word := range i.Args[1:] {
			switch p, _ := m.At(n); {
			case p == nil:
			case p.Role == command.Key:
				if key = news[word]; key == nil {
					key = &keyKnowledge{}
					news[word] = key
				}
				key.groups = appendNew(key.groups, dataGroup(c))
			case p.Role == command.Field && key != nil:
				key.fields = appendNew(key.fields, word)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(news)) {
		key := k.key(name)
		for _, group := range slices.Sorted(slices.Values(news[name].groups)) {
			key.groups = appendNew(key.groups, group)
		}
		for _, field := range slices.Sorted(slices.Values(news[name].fields)) {
			if len(key.fields) < mostFields {
				key.fields = appendNew(key.fields, field)
			}
		}
	}
}

// mostFields bounds how many fields of a key are remembered.
const mostFields = 20

// mostKeys bounds how many keys are remembered.
const mostKeys = 30

func (k *knowledge) key(name string) *keyKnowledge {
	if known := k.keys[name]; known != nil {
		return known
	}
	known := &keyKnowledge{}
	if len(k.all) < mostKeys {
		k.keys[name] = known
		k.all = append(k.all, name)
	}
	return known
}

// documents are values of a json or msgpack type, as JSON.
func (k *knowledge) documents(t *parser.Scalar) []string {
	if isSlice(t) {
		return []string{"[]", "[1]", "[1, 2]"}
	}
	var members []string
	for _, f := range k.fields {
		members = append(members, `"`+f+`": 1`)
	}
	small := "{" + strings.Join(members, ", ") + "}"
	if !k.edges {
		return []string{small}
	}
	return []string{small, small, "{" + strings.Join(append(members, `"id": 1234567890123456789`), ", ") + "}"}
}
