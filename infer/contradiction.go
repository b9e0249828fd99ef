package infer

import (
	"bytes"
	"fmt"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
)

// contradict hints at comments that say other than the script does.
func (in *inferrer) contradict() {
	for _, table := range []*analysis.Inputs{&in.facts.Keys, &in.facts.Args} {
		in.contradictCount(table)
	}
	for n := 1; n <= in.comments.highest(value.ARGV); n++ {
		if u := in.uses.inputs[value.InputRef{Table: value.ARGV, Index: n}]; u != nil {
			in.contradictUnit(n, u)
		}
	}
}

// contradictCount hints at documented elements that the script never reads, and at those that it
// reads beyond the documented ones.
func (in *inferrer) contradictCount(table *analysis.Inputs) {
	of, name := in.comments.args, "ARGV"
	if table.Table == value.KEYS {
		of, name = in.comments.keys, "KEYS"
	}
	high := in.comments.highest(table.Table)
	if high == 0 || high > maxFixed || in.comments.runs[table.Table] != "" {
		return
	}
	read := table.Read(maxFixed)
	if read[maxFixed] {
		return
	}
	last := 0
	for i, is := range read {
		if is {
			last = i + 1
		}
		if !is && of[i+1] != "" {
			in.hints = append(in.hints, fmt.Sprintf("the comments speak of %s[%d], which the script never reads", name, i+1))
		}
	}
	if len(of) == high && last > high {
		in.hints = append(in.hints, fmt.Sprintf("the comments speak of %d elements of %s, and the script reads %s[%d]", high, name, name, last))
	}
}

// contradictUnit hints at a unit in the comments that is not the one in which a command takes the argument.
func (in *inferrer) contradictUnit(n int, u *usage) {
	doc := in.comments.args[n]
	ms, s := millisDoc().MatchString(doc), secondsDoc().MatchString(doc)
	if ms == s {
		return
	}
	for _, r := range u.roles {
		if r.kind != roleDuration && r.kind != roleTime {
			continue
		}
		if said, taken := "milliseconds", "seconds"; ms && r.unit == parser.Seconds {
			in.hints = append(in.hints, fmt.Sprintf("the comments count ARGV[%d] in %s, and the command that takes it in %s", n, said, taken))
			return
		} else if s && r.unit == parser.Milliseconds {
			in.hints = append(in.hints, fmt.Sprintf("the comments count ARGV[%d] in %s, and the command that takes it in %s", n, taken, said))
			return
		}
	}
}

// readTrailing reads the comments behind locals, "local ttl = ARGV[1] -- in seconds", for the inputs
// of which the comments above the script say nothing.
func (in *inferrer) readTrailing() {
	for _, table := range []*analysis.Inputs{&in.facts.Keys, &in.facts.Args} {
		of := in.comments.args
		if table.Table == value.KEYS {
			of = in.comments.keys
		}
		for _, u := range table.Uses {
			if u.Kind != analysis.ReadElement || u.Index == 0 || of[u.Index] != "" {
				continue
			}
			if doc := in.trailing(u.Expr.Span().From); doc != "" {
				of[u.Index] = doc
			}
		}
	}
}

// trailing is the comment behind the local whose declaration is all of the line at an offset, with one
// input in it; empty for other lines.
func (in *inferrer) trailing(at int) string {
	text := in.script.Text
	from := bytes.LastIndexByte(text[:at], '\n') + 1
	for _, c := range in.script.Chunk.Comments {
		if c.From < at {
			continue
		}
		code := text[from:c.From]
		if c.Block || bytes.IndexByte(code, '\n') >= 0 {
			return ""
		}
		inputs := bytes.Count(code, []byte("KEYS")) + bytes.Count(code, []byte("ARGV"))
		if inputs != 1 || !bytes.HasPrefix(bytes.TrimSpace(code), []byte("local ")) || !bytes.Contains(code, []byte("=")) {
			return ""
		}
		doc := commentText(text[c.From:c.To])
		if isRemark(doc) {
			return ""
		}
		return doc
	}
	return ""
}

// isRemark reports whether a comment is for tools or about the work on the script.
func isRemark(doc string) bool {
	for _, lead := range []string{"luacheck", "luagen", "lint", "nolint", "TODO", "FIXME", "XXX", "selene", "stylua"} {
		if len(doc) >= len(lead) && doc[:len(lead)] == lead {
			return true
		}
	}
	return false
}
