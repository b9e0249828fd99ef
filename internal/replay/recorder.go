package replay

import (
	"strings"
	"sync"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Recorder puts a copy of a script that records what it issues in the script's place.
type Recorder struct {
	text string // the copy

	script *parser.Script // of one that watches, as are
	sites  []syntax.Range // the places that it may note, from 1

	mu     sync.Mutex
	issued []Issued
	notes  []Note
}

// Record returns a recorder of a script. before is Lua that is run first, on the server that
// the copy runs on; none when it is empty.
func Record(s *parser.Script, facts *analysis.Facts, before string) *Recorder {
	return &Recorder{text: instrumented(s, before+unwatched, tailCalls(s, facts))}
}

// RecordEmbedded is Record for the server of StartEmbedded.
func RecordEmbedded(s *parser.Script, facts *analysis.Facts, before string) *Recorder {
	return &Recorder{text: instrumented(s, embeddedBefore+before+unwatched, tailCalls(s, facts))}
}

// Issued are the commands that the script has issued, in order.
func (r *Recorder) Issued() []Issued {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.issued
}

// Take is Issued, which begins anew then.
func (r *Recorder) Take() []Issued {
	r.mu.Lock()
	defer r.mu.Unlock()
	issued := r.issued
	r.issued = nil
	return issued
}

// Rewrite puts the copy into a command that runs the script, and reports whether it is one.
func (r *Recorder) Rewrite(args []string) bool {
	if len(args) < 2 {
		return false
	}
	switch strings.ToLower(args[0]) {
	case "evalsha", "eval":
		args[0] = "EVAL"
	case "evalsha_ro", "eval_ro":
		args[0] = "EVAL_RO"
	default:
		return false
	}
	args[1] = r.text
	return true
}

// Unwrap keeps what the copy recorded and returns the script's own reply.
func (r *Recorder) Unwrap(v resp.Value) resp.Value {
	if v.Kind != '*' || len(v.List) < 2 {
		return v // refused before it ran
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, entry := range v.List[0].List {
		if len(entry.List) != 2 {
			continue
		}
		i := Issued{Reply: entry.List[1].String()}
		for _, a := range entry.List[0].List {
			i.Args = append(i.Args, a.Text)
		}
		r.issued = append(r.issued, i)
	}
	if len(v.List) > 2 {
		for _, n := range v.List[2].List {
			r.note(n)
		}
	}
	return v.List[1]
}
