package config

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/luagen/luagen/diag"
)

const complete = `# folders
scripts:
  - dir: ./scripts/...
    output: ./gen
    package: lua
    interface: true
    initialisms: [SKU]
    rename:
      uid: UserID
  - dir: other
    unexported: true
initialisms: [TTL]
lint:
  unused-arg: off
  undeclared-key: error
targets: [redis>=6.2, redis-cluster]
`

func TestParse(t *testing.T) {
	cfg, findings := Parse("luagen.yaml", []byte(complete))
	if len(findings) > 0 {
		t.Fatalf("findings: %v", findings)
	}
	type folder struct {
		dir, output, pkg string
		querier, small   bool
		initialisms      []string
		rename           map[string]string
	}
	var got []folder
	for _, f := range cfg.Scripts {
		g := folder{dir: f.Dir.Value, output: f.Output.Value, pkg: f.Package.Value, querier: f.Interface, small: f.Unexported, initialisms: values(f.Initialisms)}
		for _, r := range f.Rename {
			g.rename = map[string]string{r.From.Value: r.To.Value}
		}
		got = append(got, g)
	}
	want := []folder{
		{"./scripts/...", "./gen", "lua", true, false, []string{"SKU"}, map[string]string{"uid": "UserID"}},
		{dir: "other", small: true},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("scripts %+v\nwant %+v", got, want)
	}
	if got, want := values(cfg.Initialisms), []string{"TTL"}; !reflect.DeepEqual(got, want) {
		t.Errorf("initialisms %q, want %q", got, want)
	}
	if got, want := values(cfg.Targets), []string{"redis>=6.2", "redis-cluster"}; !reflect.DeepEqual(got, want) {
		t.Errorf("targets %q, want %q", got, want)
	}
	var rules []string
	for _, s := range cfg.Lint {
		rules = append(rules, s.Rule.Value+" "+s.Level.Value)
	}
	if want := []string{"unused-arg off", "undeclared-key error"}; !reflect.DeepEqual(rules, want) {
		t.Errorf("lint %q, want %q", rules, want)
	}
	at := cfg.Lint[1].Level.Span
	if text := complete[at.Start.Offset:at.End.Offset]; text != "error" || at.String() != "luagen.yaml:15:19" {
		t.Errorf("the severity's place is %s, where %q stands", at, text)
	}
}

func values(ts []Text) []string {
	var vs []string
	for _, t := range ts {
		vs = append(vs, t.Value)
	}
	return vs
}

func TestParseMistakes(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", ""},
		{"comments only", "# nothing\n", ""},
		{"empty values", "scripts:\nlint:\ntargets:\ninitialisms:\n", ""},
		{"not YAML", "scripts: [a\nlint: {}\n", `
luagen.yaml:2:1: error: not YAML: ',' or ']' must be specified (config)
    lint: {}
    ^~~~
`},
		{"a tab", "scripts:\n\t- dir: a\n", `
luagen.yaml:2:1: error: not YAML: found character '\t' that cannot start any token (config)
        - dir: a
    ^
`},
		{"a key twice", "targets: [a]\ntargets: [b]\n", `
luagen.yaml:2:1: error: not YAML: mapping key "targets" already defined at [1:1] (config)
    targets: [b]
    ^~~~~~~
`},
		{"two documents", "lint: {}\n---\nlint: {}\n", `
luagen.yaml:3:1: error: a second document; luagen.yaml holds one: remove the --- line (config)
    lint: {}
    ^~~~
`},
		{"a list at the top", "- dir: a\n", `
luagen.yaml:1:1: error: luagen.yaml is a list; expected a mapping with the keys initialisms, lint, scripts, targets (config)
    - dir: a
    ^
`},
		{"everything at once", `target: [redis]
scripts:
  - output: 5
    packge: x
  - dir: é
    package: my-pkg
    interface: yes
    rename: {uid: User-ID}
    initialisms: [S-KU, ""]
  - just/a/path
nonsense: 1
lint: [unused-key]
targets: redis
`, `
luagen.yaml:1:1: error: unknown key "target" in luagen.yaml; did you mean "targets"? (config)
    target: [redis]
    ^~~~~~
luagen.yaml:3:5: error: an entry of scripts without dir; write the folder of the scripts: dir: ./scripts (config)
      - output: 5
        ^~~~~~
luagen.yaml:3:13: error: output is 5; expected a string (config)
      - output: 5
                ^
luagen.yaml:4:5: error: unknown key "packge" in an entry of scripts; did you mean "package"? (config)
        packge: x
        ^~~~~~
luagen.yaml:6:14: error: "my-pkg" cannot be a Go package name; use lower-case letters and digits (config)
        package: my-pkg
                 ^~~~~~
luagen.yaml:7:16: error: interface is the string "yes"; expected true or false (config)
        interface: yes
                   ^~~
luagen.yaml:8:19: error: "User-ID" is not an exported Go name; write one of letters and digits that begins with a capital, such as PostID (config)
        rename: {uid: User-ID}
                      ^~~~~~~
luagen.yaml:9:19: error: "S-KU" cannot be part of a Go name; write an initialism in capitals, as SKU (config)
        initialisms: [S-KU, ""]
                      ^~~~
luagen.yaml:9:25: error: an entry of initialisms is empty; give it a value or remove it (config)
        initialisms: [S-KU, ""]
                            ^~
luagen.yaml:10:5: error: an entry of scripts is the string "just/a/path"; expected a mapping with the keys dir, initialisms, interface, output, package, parameters, rename, unexported (config)
      - just/a/path
        ^~~~~~~~~~~
luagen.yaml:11:1: error: unknown key "nonsense" in luagen.yaml; expected one of initialisms, lint, scripts, targets (config)
    nonsense: 1
    ^~~~~~~~
luagen.yaml:12:7: error: lint is a list; expected a mapping (config)
    lint: [unused-key]
          ^
luagen.yaml:13:10: error: targets is the string "redis"; expected a list (config)
    targets: redis
             ^~~~~
`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, findings := Parse("luagen.yaml", []byte(tt.text))
			var b strings.Builder
			p := diag.TextPrinter{Source: func(string) []byte { return []byte(tt.text) }}
			if err := p.Print(&b, findings); err != nil {
				t.Fatal(err)
			}
			if want := strings.TrimPrefix(tt.want, "\n"); b.String() != want {
				t.Errorf("got:\n%s\nwant:\n%s", b.String(), want)
			}
		})
	}
}

// TestParseDeep nests what the YAML parser would take gigabytes for.
func TestParseDeep(t *testing.T) {
	const n = 40_000
	message := "more than 32 brackets or dashes inside each other; nothing in luagen.yaml needs so many"
	for _, tt := range []struct{ text, want string }{
		{strings.Repeat("[", n), "luagen.yaml:1:33: " + message},
		{strings.Repeat("[", n) + strings.Repeat("]", n), "luagen.yaml:1:33: " + message},
		{"scripts: " + strings.Repeat("{a: ", n), "luagen.yaml:1:138: " + message},
		{"targets:\n" + strings.Repeat("- ", n) + "a", "luagen.yaml:2:65: " + message},
		{strings.Repeat("? ", n), "luagen.yaml:1:65: " + message},
		{strings.Repeat("# é\n", MaxSize/5+1), "luagen.yaml: luagen.yaml has 524290 bytes; at most 524288 are read"},
	} {
		_, findings := Parse("luagen.yaml", []byte(tt.text))
		var got []string
		for _, f := range findings {
			got = append(got, f.Span.String()+": "+f.Message)
		}
		if len(got) != 1 || got[0] != tt.want {
			t.Errorf("%.20s…: %q, want %q", tt.text, got, tt.want)
		}
	}
}

// TestParseMany reads many renames, the last of which is wrong.
func TestParseMany(t *testing.T) {
	var b strings.Builder
	b.WriteString("scripts:\n- dir: a\n  rename: {")
	for i := range 5000 {
		fmt.Fprintf(&b, "é%d: N%d, ", i, i)
	}
	b.WriteString("z: z}\n")
	at := strings.LastIndex(b.String(), "z")
	cfg, findings := Parse("luagen.yaml", []byte(b.String()))
	if n := len(cfg.Scripts[0].Rename); n != 5001 {
		t.Errorf("%d renames", n)
	}
	if len(findings) != 1 || findings[0].Span.Start.Offset != at || findings[0].Span.Start.Line != 3 {
		t.Errorf("findings %v, want one at offset %d of line 3", findings, at)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(complete)
	f.Add("scripts:\n  - dir: &a x\n    output: *a\n<<: {a: b}\n")
	f.Add("é: [\"\\x00\", |\n x\n]\n--- !!map\n? a\n: b")
	f.Fuzz(func(t *testing.T, text string) {
		_, findings := Parse("luagen.yaml", []byte(text))
		for _, d := range findings {
			if d.Span.Start.Offset < 0 || d.Span.End.Offset < d.Span.Start.Offset || d.Span.End.Offset > len(text) {
				t.Errorf("the span %+v of %q lies outside the file", d.Span, d.Message)
			}
		}
	})
}
