package lint

import (
	"fmt"
	"hash/crc32"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// spoil returns a text with one token left out, doubled or put in, and the line on which
// that happened. The lines stay as they are.
func spoil(r *rand.Rand, text string) (spoilt string, line int) {
	at := r.IntN(len(text))
	for !strings.ContainsAny(text[at:at+1], "()[]{}=,.'\"abcdefghijklmnopqrstuvwxyz") {
		at = r.IntN(len(text))
	}
	from, to := at, at+1
	for inWord(text[at]) && from > 0 && inWord(text[from-1]) {
		from--
	}
	for inWord(text[at]) && to < len(text) && inWord(text[to]) {
		to++
	}
	line = syntax.NewLines([]byte(text)).Line(from)
	switch r.IntN(4) {
	case 0:
		return text[:from] + text[to:], line
	case 1:
		return text[:from] + text[from:to] + " " + text[from:], line
	case 2:
		return text[:from] + text[from:from+(to-from+1)/2] + text[to:], line
	default:
		tokens := []string{"end", "(", ")", "=", ",", "x", "1", "then", "{", "}", "'", "local", "..", "redis.call('GET', ", "redis."}
		return text[:from] + tokens[r.IntN(len(tokens))] + " " + text[from:], line
	}
}

// findingsOf lints a text and returns its findings, by line and rule.
func findingsOf(t *testing.T, text string) (found map[string]diag.Diagnostic, broken bool) {
	t.Helper()
	l := &parser.Loader{FS: fstest.MapFS{"a.lua": {Data: []byte(text)}}}
	s, reported := l.Load("a.lua")
	all := Run(s, analysis.Analyze(s), Config{Reported: reported})
	found = map[string]diag.Diagnostic{}
	for _, d := range all {
		if d.Span.Start.Offset < 0 || d.Span.End.Offset > len(text) || d.Span.Start.Offset > d.Span.End.Offset {
			t.Fatalf("%s outside of the text: %s\n%s", d.Span, d.Message, text)
		}
		found[fmt.Sprintf("%d %s", d.Span.Start.Line, d.Rule)] = d
	}
	return found, len(s.Chunk.Errors) > 0
}

// TestDamagedScripts checks that a mistake in one line hides little of what is found in
// others, and that nothing is found because of it.
func TestDamagedScripts(t *testing.T) {
	texts := luaTexts(t, "../examples", "../testdata/lint")
	var spoilt, far, kept int
	var madeUp []string
	for _, text := range texts {
		before, broken := findingsOf(t, text)
		if broken {
			continue
		}
		// Of its own for each text: another archive changes nothing for the others.
		r := rand.New(rand.NewPCG(uint64(crc32.ChecksumIEEE([]byte(text))), 1))
		for range 10 {
			changed, line := spoil(r, text)
			after, broken := findingsOf(t, changed)
			if !broken {
				continue
			}
			spoilt++
			for at, d := range before {
				if d.Span.Start.Line != line {
					far++
					if _, ok := after[at]; ok {
						kept++
					}
				}
			}
			for at, d := range after {
				if _, ok := before[at]; !ok && d.Rule != parser.RuleSyntax && d.Span.Start.Line != line {
					madeUp = append(madeUp, fmt.Sprintf("%s: %s (%s), after damage to line %d\n%s", d.Span, d.Message, d.Rule, line, changed))
				}
			}
		}
	}
	t.Logf("%d spoilt scripts: %d of %d findings on other lines kept, %d made up", spoilt, kept, far, len(madeUp))
	if spoilt < 1000 || kept*10 < far*7 {
		t.Errorf("of %d spoilt scripts only %d of %d findings on other lines are left, want 7 in 10", spoilt, kept, far)
	}
	if len(madeUp)*100 > spoilt {
		t.Errorf("%d spoilt scripts have %d findings more than before, want 1 in 100 at most:\n%s", spoilt, len(madeUp), strings.Join(madeUp, "\n"))
	}
}

// luaTexts returns the scripts below some folders, also those in archives.
func luaTexts(t *testing.T, roots ...string) []string {
	t.Helper()
	var texts []string
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			switch filepath.Ext(path) {
			case ".lua":
				texts = append(texts, string(data))
			case ".txtar":
				for _, f := range txtar.Parse(data).Files {
					if strings.HasSuffix(f.Name, ".lua") {
						texts = append(texts, string(f.Data))
					}
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return texts
}
