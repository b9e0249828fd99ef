package server_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/server/servertest"
)

// locations are places in short.
func locations(all []protocol.Location) []string {
	var texts []string
	for _, l := range all {
		texts = append(texts, strings.TrimPrefix(string(l.URI), "file:///w/")+" "+place(l.Range))
	}
	return texts
}

func define(t *testing.T, e *servertest.Editor, at protocol.TextDocumentPositionParams) []protocol.Location {
	t.Helper()
	result, err := e.Definition(e.Context(), &protocol.DefinitionParams{TextDocumentPositionParams: at})
	if err != nil {
		t.Fatal(err)
	}
	all, _ := result.(protocol.LocationSlice) // nothing reads as any of the kinds of result
	return all
}

func refer(t *testing.T, e *servertest.Editor, at protocol.TextDocumentPositionParams) []protocol.Location {
	t.Helper()
	p := &protocol.ReferenceParams{TextDocumentPositionParams: at, Context: protocol.ReferenceContext{IncludeDeclaration: true}}
	result, err := e.References(e.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// library is a workspace of two scripts with a library.
func library() map[string]string {
	return map[string]string{
		"lib/clock.lua": "--@type Moment = time(s)\nlocal function now() return redis.call('TIME')[1] end\n",
		"b.lua":         "--@include \"lib/clock\"\n--@returns Moment\nlocal t = now()\nreturn t\n",
	}
}

func TestDefinitionAndReferences(t *testing.T) {
	for _, c := range []struct {
		name, text string
		define     []string
		refer      []string
	}{
		{"library", "--@include \"lib/clo|ck.lua\"\nreturn now()\n", []string{"lib/clock.lua 0:0-0:0"}, nil},
		{
			"function of a library", "--@include \"lib/clock.lua\"\nreturn no|w()\n",
			[]string{"lib/clock.lua 1:15-1:18"}, []string{"a.lua 1:7-1:10", "lib/clock.lua 1:15-1:18", "b.lua 2:10-2:13"},
		},
		{
			"local", "local x = #KEYS\nlocal function f() local x = 2 return x end\nreturn |x + f()\n",
			[]string{"a.lua 0:6-0:7"}, []string{"a.lua 0:6-0:7", "a.lua 2:7-2:8"},
		},
		{
			"argument", "--@key k = a:{<id>}\n--@args id:string n:int\nreturn redis.call('SET', KEYS[1], ARG|V[1], ARGV[2])\n",
			[]string{"a.lua 1:8-1:10"}, []string{"a.lua 0:15-0:17", "a.lua 1:8-1:10", "a.lua 2:34-2:41"},
		},
		{
			"template", "--@define user = user:{<id>}\n--@key use|r\nreturn redis.call('GET', KEYS[1])\n",
			[]string{"a.lua 0:10-0:14"}, []string{"a.lua 0:10-0:14", "a.lua 1:7-1:11"},
		},
		{
			"type of a library", "--@include \"lib/clock.lua\"\n--@returns Mom|ent\nreturn now()\n",
			[]string{"lib/clock.lua 0:8-0:14"}, []string{"a.lua 1:11-1:17", "lib/clock.lua 0:8-0:14", "b.lua 1:11-1:17"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := servertest.Open(t, servertest.Options(servertest.Files(library())))
			at := open(e, "a.lua", c.text)
			equal(t, locations(define(t, e, at)), c.define)
			got := locations(refer(t, e, at))
			slices.Sort(got)
			slices.Sort(c.refer)
			if c.refer != nil {
				equal(t, got, c.refer)
			}
		})
	}
}

func TestHighlight(t *testing.T) {
	e := servertest.Open(t, servertest.Options(servertest.Files(nil)))
	at := open(e, "a.lua", "local x = redis.call('TIME')\n|x = x[1]\nreturn x\n")
	all, err := e.DocumentHighlight(e.Context(), &protocol.DocumentHighlightParams{TextDocumentPositionParams: at})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range all {
		got = append(got, fmt.Sprintf("%s %d", place(h.Range), h.Kind))
	}
	equal(t, got, []string{"0:6-0:7 3", "1:4-1:5 2", "2:7-2:8 2", "1:0-1:1 3"})
}

// renamed is what a rename makes of the files of a workspace, those that it changes.
func renamed(t *testing.T, e *servertest.Editor, at protocol.TextDocumentPositionParams, name string, text func(u uri.URI) string) (map[string]string, error) {
	t.Helper()
	edit, err := e.Rename(e.Context(), &protocol.RenameParams{TextDocumentPositionParams: at, NewName: name})
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for u, edits := range edit.Changes {
		files[string(u)] = applied(text(u), edits)
	}
	return files, nil
}

func TestRename(t *testing.T) {
	for _, c := range []struct {
		name, text, to string
		want           map[string]string
		refused        string
	}{
		{"local", "local x| = #KEYS\nreturn x\n", "y", map[string]string{"a.lua": "local y = #KEYS\nreturn y\n"}, ""},
		{"keyword", "local x| = #KEYS\nreturn x\n", "end", nil, "end is a word of Lua and cannot be a name"},
		{"no name", "local x| = #KEYS\nreturn x\n", "a-b", nil, "\"a-b\" is no name: it has letters, digits and underscores, and no digit in front"},
		{"taken", "local x| = #KEYS\nlocal y = 2\nreturn x + y\n", "y", nil, "there is a local y already, in line 2"},
		{"global", "local x| = #KEYS\nreturn tostring(x)\n", "tostring", nil, "the global tostring is used where the local would hide it, in line 2"},
		{
			"function of a library", "--@include \"lib/clock.lua\"\nreturn now|()\n", "time",
			map[string]string{
				"a.lua": "--@include \"lib/clock.lua\"\nreturn time()\n", "b.lua": "--@include \"lib/clock\"\n--@returns Moment\nlocal t = time()\nreturn t\n",
				"lib/clock.lua": "--@type Moment = time(s)\nlocal function time() return redis.call('TIME')[1] end\n",
			}, "",
		},
		{
			"argument", "--@key k = a:{<id>}\n--@args i|d n:int\nlocal id, n = ARGV[1], ARGV[2]\nreturn redis.call('SET', KEYS[1], id, 'EX', n)\n", "user",
			map[string]string{"a.lua": "--@key k = a:{<user>}\n--@args user n:int\nlocal user, n = ARGV[1], ARGV[2]\nreturn redis.call('SET', KEYS[1], user, 'EX', n)\n"}, "",
		},
		{"argument that is there", "--@args i|d n:int\nreturn ARGV[1] .. ARGV[2]\n", "n", nil, "the header has n already"},
		{"library", "--@include \"lib/cl|ock.lua\"\nreturn now()\n", "x", nil, "a library is renamed by renaming its file"},
		{"no script", "return| 1\n", "x", nil, "there is no script"},
		{"no name", "return| #KEYS\n", "x", nil, "there is no name that can be changed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := servertest.Open(t, servertest.Options(servertest.Files(library())))
			at := open(e, "a.lua", c.text)
			texts := library()
			texts["a.lua"] = strings.Replace(c.text, "|", "", 1)
			got, err := renamed(t, e, at, c.to, func(u uri.URI) string { return texts[strings.TrimPrefix(string(u), "file:///w/")] })
			if c.refused != "" {
				if err == nil || err.Error() != c.refused {
					t.Errorf("refused with %v, want %s", err, c.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range c.want {
				if got["file:///w/"+name] != want {
					t.Errorf("%s: %q, want %q", name, got["file:///w/"+name], want)
				}
			}
			if len(got) != len(c.want) {
				t.Errorf("changed %v", got)
			}
		})
	}
}
