package lint

import (
	"fmt"
	"strings"

	"github.com/luagen/luagen/diag"
)

func bareTuple() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "bare-tuple",
		Severity: diag.Hint,
		Doc: diag.Doc{
			Title: "a bare tuple for which a name or a type had to be made up",
			Text: `A bare tuple takes its fields from what the script returns. Where the script names no element or leaves its type open, luagen makes one up: Value2, Code0, any. The finding shows the whole annotation. Write it, with names of your own, and the Go reads well and stays the same when the script changes.

Returning local variables gives their names too.`,
			Bad: `--@keys likes
--@args user
--@returns tuple
return {redis.call('SADD', KEYS[1], ARGV[1]), 100}
`,
			Good: `--@keys likes
--@args user
--@returns tuple
local added, limit = redis.call('SADD', KEYS[1], ARGV[1]), 100
return {added, limit}
`,
		},
	}, readsHeader: true, needs: whole, run: runBareTuple}
}

func runBareTuple(p *pass) {
	if len(p.bare.MadeUp) == 0 {
		return
	}
	annotation := p.bare.Annotation()
	at := p.script.Returns.Type.Span()
	d := p.reportSpan(at, "the script does not say what %s %s; write --@returns %s, with names of your own", enumerated(p.bare.MadeUp), are(p.bare.MadeUp), annotation)
	d.Fix = &diag.Fix{Message: "write the annotation", Edits: []diag.Edit{{Span: at, NewText: annotation}}}
}

// enumerated joins a few names: "a, b and c".
func enumerated(names []string) string {
	const most = 4
	if n := len(names); n > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most-1], ", "), n-most+1)
	} else if n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

func are(names []string) string {
	if len(names) == 1 {
		return "is"
	}
	return "are"
}
