package server_test

import (
	"flag"
	"math/rand/v2"
	"runtime"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server/servertest"
	"github.com/luagen/luagen/server/text"
)

var soakEdits = flag.Int("soak-edits", 2000, "how many edits TestSoak makes")

// TestSoak edits two scripts and a library for a long time, opens and closes them and changes files on disk,
// and looks at the memory: it is the same after many edits as after few.
func TestSoak(t *testing.T) {
	texts := archivedTexts(t)
	files := servertest.Files(library())
	e := servertest.Open(t, servertest.Options(files))
	random := rand.New(rand.NewPCG(1, 2))
	names := []string{"a.lua", "b.lua", "lib/clock.lua"}
	content, version := map[string]string{}, map[string]int32{}
	show := func(name string) {
		version[name]++
		content[name] = "--@keys k\n" + texts[random.IntN(len(texts))]
		e.Show(name, version[name], content[name])
	}
	heap := func() float64 {
		// What the server was told last has been looked at, and is no longer on its way.
		e.Show("z.lua", version["z.lua"]+1, "return KEYS[1]\n")
		version["z.lua"]++
		e.Found("z.lua", version["z.lua"])
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / (1 << 20)
	}
	for _, name := range names {
		show(name)
	}
	edit := func(n int) {
		for range n {
			name := names[random.IntN(len(names))]
			version[name]++
			switch {
			case len(content[name]) > 3000 || random.IntN(200) == 0:
				e.Hide(name)
				show(name)
				continue
			case random.IntN(300) == 0:
				err := e.DidChangeWatchedFiles(e.Context(), &protocol.DidChangeWatchedFilesParams{Changes: []protocol.FileEvent{{URI: e.URI("lib/clock.lua"), Type: protocol.FileChangeTypeChanged}}})
				if err != nil {
					t.Fatal(err)
				}
			}
			var change protocol.TextDocumentContentChangeEvent
			content[name], change = edited(random, content[name], typed)
			e.Change(name, version[name], change)
			at := text.New([]byte(content[name])).Position(random.IntN(len(content[name])+1), text.UTF16)
			p := &protocol.HoverParams{}
			p.TextDocument.URI, p.Position = e.URI(name), protocol.Position{Line: uint32(at.Line), Character: uint32(at.Character)}
			if _, err := e.Hover(e.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
	}
	edit(*soakEdits / 4)
	before := heap()
	edit(*soakEdits - *soakEdits/4)
	after := heap()
	t.Logf("%.1f MiB after %d edits, %.1f MiB after %d", before, *soakEdits/4, after, *soakEdits)
	const slack = 6 // MiB: texts differ, and with them what is known of them
	if after > before+slack {
		t.Errorf("%.1f MiB after %d edits, %.1f MiB after %d", before, *soakEdits/4, after, *soakEdits)
	}
	if logged := e.Logged(); len(logged) > 0 {
		t.Fatal(logged[0])
	}
}
