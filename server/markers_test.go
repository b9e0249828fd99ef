package server_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/server/complete"
	"github.com/luagen/luagen/server/format"
	"github.com/luagen/luagen/server/gofile"
	"github.com/luagen/luagen/server/highlight"
	"github.com/luagen/luagen/server/hover"
	"github.com/luagen/luagen/server/inlay"
	"github.com/luagen/luagen/server/lens"
	"github.com/luagen/luagen/server/outline"
	"github.com/luagen/luagen/server/servertest"
	"github.com/luagen/luagen/server/signature"
	"github.com/luagen/luagen/server/source"
)

var update = flag.Bool("update", false, "rewrite the answers in testdata/server")

// A note stands below the line that it speaks of and asks for something there: "-- @hover GE|T" of
// the place where the line has "GET", at the bar, and "-- @rename sto|ck -> shelf" with words. The lines "--| " below
// it are the answer. Notes about a whole file, as "-- @symbols" or "-- @search -> take", have no place. What is asked
// does not see the notes.
var (
	note   = regexp.MustCompile(`^-- @([a-z]+)(?: (.*))?$`)
	answer = "--| "
)

// asked is a note of a file.
type asked struct {
	kind   string
	offset int    // in the file without notes
	words  string // behind the arrow
	line   int    // of the note, in the archive's file
}

// strip takes the notes out of a file.
func strip(t *testing.T, name, text string) (string, []asked) {
	var plain strings.Builder
	var notes []asked
	last := "" // the line above
	for i, line := range strings.SplitAfter(text, "\n") {
		bare := strings.TrimSuffix(line, "\n")
		if m := note.FindStringSubmatch(bare); m != nil {
			place, words, _ := strings.Cut(m[2], "-> ")
			place = strings.TrimSuffix(place, " ")
			n := asked{kind: m[1], offset: plain.Len(), line: i, words: words}
			if place != "" {
				before, after, found := strings.Cut(place, "|")
				at := strings.Index(last, before+after)
				if !found || at < 0 {
					t.Fatalf("%s:%d: %q is not in the line above", name, i+1, place)
				}
				n.offset = plain.Len() - len(last) + at + len(before)
			}
			notes = append(notes, n)
			continue
		}
		if strings.HasPrefix(line, strings.TrimRight(answer, " ")) {
			continue
		}
		plain.WriteString(line)
		last = line
	}
	return plain.String(), notes
}

// rewrite puts answers below the notes of a file.
func rewrite(text string, answers map[int]string) string {
	var b strings.Builder
	for i, line := range strings.SplitAfter(text, "\n") {
		if strings.HasPrefix(line, strings.TrimRight(answer, " ")) {
			continue
		}
		b.WriteString(line)
		if a, ok := answers[i]; ok && a != "" {
			for l := range strings.Lines(a) {
				b.WriteString(strings.TrimRight(answer+strings.TrimSuffix(l, "\n"), " ") + "\n")
			}
		}
	}
	return b.String()
}

// TestMarkers asks what the notes of the archives ask, of the features themselves.
func TestMarkers(t *testing.T) {
	archives, err := filepath.Glob("../testdata/server/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal(err, archives)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts := map[string]string{}
			notes := map[string][]asked{}
			for _, f := range a.Files {
				texts[f.Name] = string(f.Data)
				if filepath.Ext(f.Name) == ".lua" {
					texts[f.Name], notes[f.Name] = strip(t, f.Name, string(f.Data))
				}
			}
			editor := newAsker(t, texts)
			live := project.OpenLive(project.Files{FS: servertest.Files(texts), Work: servertest.Path("")})
			for i, f := range a.Files {
				answers := map[int]string{}
				for _, n := range notes[f.Name] {
					var ok bool
					if answers[n.line], ok = editor.ask(f.Name, n); !ok {
						answers[n.line] = ask(t, live, f.Name, n)
					}
				}
				a.Files[i].Data = []byte(rewrite(string(f.Data), answers))
			}
			got := txtar.Format(a)
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Equal(got, want) {
				return
			}
			if !*update {
				t.Fatalf("the answers differ; got:\n%s", got)
			}
			if err := os.WriteFile(name, got, 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// ask is the answer to a note.
func ask(t *testing.T, live *project.Live, name string, n asked) string {
	path := servertest.Path(name)
	read := live.Script(path)
	s := source.Script{Script: read.Script().Script, Facts: read.Facts()}
	rules := servertest.Options(nil).Rules
	at := func(r source.Range) string { return fmt.Sprintf("%q", s.Source[r.From:r.To]) }
	var b strings.Builder
	switch n.kind {
	case "hover":
		h, ok := hover.At(s, n.offset, hover.Around{Rules: rules, Go: func() string { return gofile.Declaration(live.Generate(read, "scripts")) }})
		if !ok {
			return "nothing"
		}
		return at(h.At) + "\n" + h.Markdown
	case "complete":
		items := complete.At(s, n.offset, complete.Around{Rules: rules, Files: func() []string { return []string{"lib/clock.lua"} }})
		for i, item := range items {
			if i == 12 {
				fmt.Fprintf(&b, "and %d more\n", len(items)-i)
				break
			}
			insert := ""
			if item.Insert != "" {
				insert = " as " + item.Insert
			}
			fmt.Fprintf(&b, "%s%s for %s: %s\n", item.Label, insert, at(item.Replace), item.Detail)
		}
		if len(items) == 0 {
			return "nothing"
		}
	case "signature":
		h, ok := signature.At(s, n.offset)
		if !ok {
			return "nothing"
		}
		fmt.Fprintf(&b, "%s\n", h.Label)
		if h.Active >= 0 {
			r := h.Params[h.Active]
			fmt.Fprintf(&b, "%s%s\n", strings.Repeat(" ", r.From), strings.Repeat("^", r.To-r.From))
		}
	case "inlay":
		text := string(s.Source)
		hints := inlay.In(s, source.Range{From: 0, To: len(s.Source)})
		for _, h := range slices.Backward(hints) {
			text = text[:h.At] + "«" + h.Text + "»" + text[h.At:]
		}
		return text
	case "words":
		names := []string{"library", "function", "constant", "variable", "parameter", "command", "option", "annotation", "declared", "type"}
		for _, w := range highlight.Words(s) {
			fmt.Fprintf(&b, "%s %s", at(w.At), names[w.Kind])
			if w.Sandbox {
				b.WriteString(" of Redis")
			}
			if w.ReadOnly {
				b.WriteString(" read-only")
			}
			b.WriteString("\n")
		}
	case "symbols":
		for _, symbol := range outline.Symbols(s) {
			fmt.Fprintf(&b, "%s (%s) at %s\n", symbol.Name, symbol.Detail, at(symbol.Selection))
		}
	case "folds":
		for _, f := range outline.Folds(s) {
			first, last := 1+bytes.Count(s.Source[:f.At.From], []byte("\n")), 1+bytes.Count(s.Source[:f.At.To], []byte("\n"))
			if first < last {
				fmt.Fprintf(&b, "%d-%d comment=%v\n", first, last, f.Comment)
			}
		}
	case "format":
		laid := format.Header(s, read.Script().Findings)
		again, found := parser.ParseText(s.Name, laid)
		if twice := format.Header(source.Script{Script: again, Facts: s.Facts}, found); !bytes.Equal(twice, laid) {
			t.Errorf("laid out twice it is %q, once %q", twice, laid)
		}
		return string(laid)
	case "lenses":
		for _, l := range lens.In(s, read.Script().Library, lens.Around{Cases: true, Go: true}) {
			fmt.Fprintf(&b, "%s\n", l.Title)
		}
		fmt.Fprintf(&b, "%+v\n", lens.Inputs(s))
	default:
		t.Fatalf("%s: nothing is known of @%s", name, n.kind)
	}
	return b.String()
}

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(m.Run())
}
