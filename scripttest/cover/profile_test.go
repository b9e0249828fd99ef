package cover

import (
	"bytes"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/scripttest/server"
)

// The library and the script whose coverage is drawn. The one has a statement on its first line,
// the other none and no line feed at its end.
const (
	libLua = `local function add(a, b) return (a or 0) + (b or 0) end
local unused = function()
  return 'unused'
end
`
	mainLua = `-- Sums.
--@include "lib.lua"
--@args numbers:int...
--@returns int

local sum = 0
for _, n in ipairs(ARGV) do
  if n == '0' then -- nothing
  elseif n == '7' then
    return -1
  else
    sum = add(sum, n)
  end
end
local list = {
  sum > 100 and 'much'
    or 'little',
}
while sum > 100 do
  sum = sum - 1
end
repeat sum = sum + 1 until sum > 0
return sum`
)

// measured is what two calls run of the script.
func measured(t *testing.T) []File {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{"lib.lua": libLua, "main.lua": mainLua} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, findings := (&parser.Loader{FS: os.DirFS(".")}).Load("main.lua")
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	srv, err := server.Start(t.Context(), redistest.Binary(t))
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	if !srv.HasFunctions() {
		t.Skip("the server has no functions")
	}
	conn, err := srv.Dial(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	c := &Collector{}
	session := c.Begin(srv, conn)
	for _, args := range [][]string{{"1", "2", "0"}, {"3", "4"}} {
		if v, err := session.Call(t.Context(), s, "", slices.Concat([]string{"EVALSHA", "", "0"}, args)); err != nil || v.Kind != ':' {
			t.Fatal(v, err)
		}
	}
	if err := session.End(); err != nil {
		t.Fatal(err)
	}
	return c.Files()
}

func fileSource(name string) []byte {
	text, _ := os.ReadFile(name)
	return text
}

func TestProfile(t *testing.T) {
	files := measured(t)
	var profile bytes.Buffer
	if err := Profile(&profile, files, fileSource); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("c.out", profile.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "tool", "cover", "-html=c.out", "-o", "c.html").CombinedOutput()
	if err != nil {
		t.Fatalf("go tool cover: %v\n%s\n%s", err, out, profile.Bytes())
	}
	page, err := os.ReadFile("c.html")
	if err != nil {
		t.Fatal(err)
	}
	var drawn strings.Builder
	for _, m := range regexp.MustCompile(`(?s)<pre class="file" id="file\d" style="display: none">(.*?)</pre>`).FindAllSubmatch(page, -1) {
		text := regexp.MustCompile(`<span class="cov\d+" title="(\d+)">`).ReplaceAllString(string(m[1]), "«$1 ")
		text = strings.ReplaceAll(text, "</span>", "»")
		drawn.WriteString(html.UnescapeString(text) + "\n====\n")
	}
	const want = `«2 local function add(a, b)» «4 return (a or »«0 0»«4 ) + (b or »«0 0»«4 )» end
«2 local unused = function()»
  «0 return 'unused'»
end

====
-- Sums.
--@include "lib.lua"
--@args numbers:int...
--@returns int

«2 local sum = 0»
«2 for _, n in ipairs(ARGV)» do
  «5 if n == '0'» then -- nothing
  elseif n == '7' then
    «0 return -1»
  else
    «4 sum = add(sum, n)»
  end
end
«2 local list = {
  sum > 100 and »«0 'much'»«2 
    or »«2 'little'»«2 ,
}»
«2 while sum > 100» do
  «0 sum = sum - 1»
end
repeat «2 sum = sum + 1» until sum > 0
«2 return su»m
====
`
	if got := drawn.String(); got != want {
		t.Errorf("drawn\n%s\nwant\n%s\n%s", got, want, profile.Bytes())
	}
}

func TestLCOV(t *testing.T) {
	files := measured(t)
	var info bytes.Buffer
	if err := LCOV(&info, files); err != nil {
		t.Fatal(err)
	}
	const want = `TN:
SF:lib.lua
BRDA:1,0,0,4
BRDA:1,0,1,0
BRDA:1,1,0,4
BRDA:1,1,1,0
BRF:4
BRH:2
DA:1,4
DA:2,2
DA:3,0
LF:3
LH:2
end_of_record
TN:
SF:main.lua
BRDA:7,0,0,2
BRDA:7,0,1,0
BRDA:8,1,0,1
BRDA:8,1,1,4
BRDA:9,2,0,0
BRDA:9,2,1,4
BRDA:16,3,0,0
BRDA:16,3,1,2
BRDA:16,4,0,0
BRDA:16,4,1,2
BRDA:19,5,0,0
BRDA:19,5,1,2
BRDA:22,6,0,2
BRDA:22,6,1,0
BRF:14
BRH:8
DA:6,2
DA:7,2
DA:8,5
DA:10,0
DA:12,4
DA:15,2
DA:19,2
DA:20,0
DA:22,2
DA:23,2
LF:10
LH:8
end_of_record
`
	if info.String() != want {
		t.Errorf("got\n%s\nwant\n%s", info.String(), want)
	}
	if _, err := exec.LookPath("genhtml"); err != nil {
		t.Skip("genhtml is not installed")
	}
	if err := os.WriteFile("c.info", info.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("genhtml", "--branch-coverage", "-o", "html", "c.info").CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("lines......: 76.9% (10 of 13 lines)")) || !bytes.Contains(out, []byte("branches...: 55.6% (10 of 18 branches)")) {
		t.Errorf("genhtml: %v\n%s", err, out)
	}
	if pages, err := filepath.Glob("html/*/main.lua.gcov.html"); err != nil || len(pages)+len(must(filepath.Glob("html/main.lua.gcov.html"))) == 0 {
		t.Errorf("genhtml drew no page for main.lua\n%s", out)
	}
}

func must(names []string, _ error) []string { return names }

func TestMissed(t *testing.T) {
	files := measured(t)
	var got []string
	for i := range files {
		got = append(got, files[i].Missed()...)
	}
	want := []string{
		"lib.lua:1: a was never false or nil", "lib.lua:1: b was never false or nil", "lib.lua:3: never ran",
		"main.lua:7: for _, n in ipairs(ARGV) was entered each time", "main.lua:9: n == '7' was never true", "main.lua:10: never ran",
		"main.lua:16: sum > 100 and 'much' was never true", "main.lua:16: sum > 100 was never true",
		"main.lua:19: sum > 100 was never true", "main.lua:20: never ran", "main.lua:22: sum > 0 was never false or nil",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	var b strings.Builder
	if err := Summary(&b, files); err != nil {
		t.Fatal(err)
	}
	const table = "lib.lua    66.7% of    3 lines   50.0% of    4 branches\n" +
		"main.lua   80.0% of   10 lines   57.1% of   14 branches\n" +
		"total      76.9% of   13 lines   55.6% of   18 branches\n"
	if b.String() != table {
		t.Errorf("got\n%s\nwant\n%s", b.String(), table)
	}
}
