package parser

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/parser/syntax"
)

var update = flag.Bool("update", false, "rewrite the goldens of testdata/parser")

// archives returns the golden archives.
func archives(tb testing.TB) []string {
	tb.Helper()
	names, err := filepath.Glob(filepath.Join("..", "testdata", "parser", "*.txtar"))
	if err != nil || len(names) == 0 {
		tb.Fatalf("no goldens: %v", err)
	}
	return names
}

// scripts returns the Lua files of an archive as a scripts' root, and the names of
// those that are to be loaded: all but libraries. In the files, ␍ stands for a
// carriage return, ␀ for NUL, ¿ for a byte that is not UTF-8, and ⏎ at the end for
// a missing final newline.
func scripts(ar *txtar.Archive) (fstest.MapFS, []string) {
	fsys := fstest.MapFS{}
	var names []string
	for _, f := range ar.Files {
		if !strings.HasSuffix(f.Name, ".lua") {
			continue
		}
		data := strings.NewReplacer("␍", "\r", "␀", "\x00", "¿", "\xff", "⏎\n", "").Replace(string(f.Data))
		fsys[f.Name] = &fstest.MapFile{Data: []byte(data)}
		if !strings.Contains(f.Name, "lib/") {
			names = append(names, f.Name)
		}
	}
	return fsys, names
}

func TestGolden(t *testing.T) {
	for _, name := range archives(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			fsys, names := scripts(ar)
			l := &Loader{FS: fsys, Dir: "scripts"}
			var got strings.Builder
			for _, n := range names {
				s, found := l.Load(n)
				for i := range found {
					found[i].Message = maskSyntax(found[i].Message, fsys, s.Text)
				}
				got.WriteString(dump(s, found))
			}
			compareGolden(t, name, ar, got.String())
		})
	}
}

// maskSyntax replaces what package syntax says of a file or of the whole text,
// which its own tests compare.
func maskSyntax(message string, fsys fstest.MapFS, text []byte) string {
	texts := [][]byte{text}
	for _, f := range fsys {
		texts = append(texts, f.Data)
	}
	for _, t := range texts {
		if errs := syntax.Parse(t).Errors; len(errs) > 0 {
			if rest, ok := strings.CutPrefix(message, errs[0].Message); ok {
				return "<as package syntax says>" + rest
			}
		}
	}
	return message
}

// compareGolden compares got with the archive's file "want", or writes it there.
func compareGolden(t *testing.T, name string, ar *txtar.Archive, got string) {
	t.Helper()
	var want *txtar.File
	for i := range ar.Files {
		if ar.Files[i].Name == "want" {
			want = &ar.Files[i]
		}
	}
	if want == nil {
		ar.Files = append(ar.Files, txtar.File{Name: "want"})
		want = &ar.Files[len(ar.Files)-1]
	}
	if string(want.Data) == got {
		return
	}
	if !*update {
		t.Errorf("%s: run with -update and read the difference\ngot:\n%s\nwant:\n%s", name, got, want.Data)
		return
	}
	want.Data = []byte(got)
	if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
		t.Fatal(err)
	}
}
