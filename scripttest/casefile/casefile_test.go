package casefile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/luagen/luagen/scripttest/casefile"
)

const shop = `-- The shop's one script.
@protocol 2 3
@config maxmemory 10mb

# sells what is there
> SET stock:{pen} 10
OK
> reserve article=pen units=3
7

-- Nobody has looked at it.
# refuses more than there is
@clock 2026-01-02T15:04:05Z
@on redis>=7.4 valkey
> HSET h a "x y" b 'it''s'
> HSET h a "x y" b "it's \"\x00"
> HGETALL h
1) "a"
2) <any>
<...>
@clock +1m30s
> status
\# not a title
\> not a step
\-- not a comment
\@not a directive
\\> with a backslash
\

# is left out
@skip it needs a module
> FT.SEARCH idx *
`

func parse(t *testing.T, text string) *casefile.File {
	t.Helper()
	f, findings := casefile.Parse("a_test.redis", []byte(text))
	for _, d := range findings {
		t.Errorf("%s:%d:%d: %s", d.Span.File, d.Span.Start.Line, d.Span.Start.Column, d.Message)
	}
	return f
}

func TestParse(t *testing.T) {
	f := parse(t, strings.Replace(shop, `> HSET h a "x y" b 'it''s'`+"\n", "", 1))
	var titles []string
	for _, c := range f.Cases {
		titles = append(titles, fmt.Sprintf("%d %s", c.Line, c.Title))
	}
	if want := []string{"5 sells what is there", "12 refuses more than there is", "29 is left out"}; !slices.Equal(titles, want) {
		t.Errorf("titles %q, want %q", titles, want)
	}
	settings := f.Settings(&f.Cases[1])
	want := casefile.Settings{
		Protocols: []int{2, 3},
		On:        []casefile.Server{{Name: "redis", Version: "7.4"}, {Name: "valkey"}},
		Config:    [][2]string{{"maxmemory", "10mb"}},
	}
	if fmt.Sprint(settings) != fmt.Sprint(want) {
		t.Errorf("settings %v, want %v", settings, want)
	}
	if skip := f.Settings(&f.Cases[2]).Skip; skip != "it needs a module" {
		t.Errorf("skip %q", skip)
	}
	steps := f.Cases[1].Steps()
	if got, want := steps[0].Texts(), []string{"HSET", "h", "a", "x y", "b", "it's \"\x00"}; !slices.Equal(got, want) {
		t.Errorf("words %q, want %q", got, want)
	}
	last := steps[len(steps)-1]
	lines := []string{"# not a title", "> not a step", "-- not a comment", "@not a directive", `\> with a backslash`, ""}
	if !casefile.Matches(last.Answer, lines) || casefile.Matches(last.Answer, lines[1:]) {
		t.Errorf("the answer on line %d does not stand for %q alone", last.Line, lines)
	}
}

func TestPrintIsTheInverseOfParse(t *testing.T) {
	text := strings.Replace(shop, `> HSET h a "x y" b 'it''s'`+"\n", "", 1)
	printed := string(casefile.Print(parse(t, text)))
	// Comments belong to what stands above them, and blank lines stand above titles alone.
	want := strings.Replace(strings.Replace(text, "7\n\n-- Nobody", "7\n-- Nobody", 1), "# refuses", "\n# refuses", 1)
	if printed != want {
		t.Errorf("printed\n%s\nwant\n%s", printed, want)
	}
	if again := string(casefile.Print(parse(t, printed))); again != printed {
		t.Errorf("printed again\n%s\nwant\n%s", again, printed)
	}
}

func TestMistakes(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"> GET a\n\"1\"\n", "1:1: found a step above the first case; expected its title first, on a line of its own: # title"},
		{"#\n", "1:1: found a case without a title; expected one after the #"},
		{"# a\n# b\n# a\n", `3:1: two cases have the title "a", the other one on line 1; give each its own`},
		{"# a\n>\n", "2:1: found > alone; expected a command or a script after it"},
		{"# a\n> SET a \"b\n", "2:9: this quote is not closed; expected another one on the same line"},
		{"# a\n> SET 'a'b c\n", `2:10: found "b" right after a closing quote; expected a blank or the end of the line`},
		{"# a\nOK\n", "2:1: found text that answers nothing; expected a line that begins with # (title), > (step), @ (directive) or -- (comment)"},
		{"# a\n> GET a\n\nOK\n", `4:1: found text that answers nothing; expected a line that begins with # (title), > (step), @ (directive) or -- (comment); an empty line in an answer is written \`},
		{"@protocl 3\n", "1:1: there is no directive @protocl; did you mean @protocol?"},
		{"@x\n", `1:1: there is no directive @x; expected @protocol, @on, @skip, @config, @strict, @clock; an answer that begins with @ is written \@`},
		{"@protocol 4\n", "1:1: found @protocol 4; expected @protocol 2, @protocol 3 or, for both, @protocol 2 3"},
		{"@protocol 2 2\n", "1:1: found @protocol 2 2; expected @protocol 2, @protocol 3 or, for both, @protocol 2 3"},
		{"@on redis>7\n", "1:1: found @on redis>7; expected servers and versions, any of which will do: @on redis>=7.4 valkey"},
		{"@skip\n", "1:1: found @skip; expected the reason: @skip needs a module"},
		{"@config maxmemory\n", "1:1: found @config maxmemory; expected a name and a value: @config maxmemory 10mb"},
		{"@clock -5s\n", "1:1: found @clock -5s; expected a time, such as @clock 2026-01-02T15:04:05Z, or a step, such as @clock +5s"},
		{"@clock +-5s\n", "1:1: found @clock +-5s; expected a time, such as @clock 2026-01-02T15:04:05Z, or a step, such as @clock +5s"},
		{"# a\n> TTL k\n(integer) <int 5..x>\n", `3:11: <int 5..x>: found "5..x"; expected a range of numbers such as 1..60; write \< when it is text`},
		{"# a\n> TTL k\n<re [>\n", "3:1: <re [>: error parsing regexp: missing closing ]: `[`; write \\< when it is text"},
		{"# a\n> TTL k\n<re>\n", `3:1: <re> needs a regular expression: <re [a-z]+>; write \< when it is text`},
	} {
		_, findings := casefile.Parse("a_test.redis", []byte(tt.text))
		var got []string
		for _, d := range findings {
			got = append(got, fmt.Sprintf("%d:%d: %s", d.Span.Start.Line, d.Span.Start.Column, d.Message))
		}
		if len(got) != 1 || got[0] != tt.want {
			t.Errorf("%q:\n got %s\nwant %s", tt.text, strings.Join(got, "\n     "), tt.want)
		}
	}
}

func TestPlaceholders(t *testing.T) {
	for _, tt := range []struct {
		pattern  string
		yes, not []string
	}{
		{"OK", []string{"OK", "OK "}, []string{"", " OK", "ok"}},
		{"(integer) <int>", []string{"(integer) 5", "(integer) -5"}, []string{"(integer) 5.5", "(integer) ", "5"}},
		{"<int 1..60>", []string{"1", "60", "(integer) 60"}, []string{"0", "61", "-1", "(integer) 61", "(integer)", "(double) 6"}},
		{"1) <int>", []string{"1) 5", "1) (integer) -5"}, []string{"1) (integer) (integer) 5"}},
		{"<float 0..2>", []string{"1.5", "(double) 1.5", "(integer) 2"}, []string{"(double) 2.5", "(integer) 3", "(error) 1"}},
		{"<float 0..1>", []string{"0", "0.5", "1e-3"}, []string{"1.5", "x"}},
		{"1) <string>", []string{`1) ""`, `1) "a\"b"`}, []string{`1) a`, `1) "a" "b`}},
		{"<time>", []string{"2026-01-02T15:04:05Z", "2026-01-02T15:04:05.25+01:00"}, []string{"2026-01-02"}},
		{"<sha1>", []string{strings.Repeat("0a", 20)}, []string{strings.Repeat("0", 39)}},
		{"a<any>z", []string{"az", "abz"}, []string{"ab"}},
		{"<re (a|b)+>-<int 5..6>", []string{"abba-5"}, []string{"abba-7", "c-5"}},
		{`\<int>`, []string{"<int>"}, []string{"5"}},
		{"<b>bold</b>", []string{"<b>bold</b>"}, nil},
		{"<any of these>", []string{"<any of these>"}, []string{"x"}},
	} {
		f := parse(t, "# a\n> X\n"+tt.pattern+"\n")
		answer := f.Cases[0].Steps()[0].Answer
		for _, line := range tt.yes {
			if !casefile.Matches(answer, []string{line}) {
				t.Errorf("%s does not stand for %q", tt.pattern, line)
			}
		}
		for _, line := range tt.not {
			if casefile.Matches(answer, []string{line}) {
				t.Errorf("%s stands for %q", tt.pattern, line)
			}
		}
	}
}

func TestDiff(t *testing.T) {
	f := parse(t, "# a\n> X\na: <int>\nb: 2\nc: 3\n<...>\nz\n")
	answer := f.Cases[0].Steps()[0].Answer
	show := func(lines ...string) string {
		var b strings.Builder
		for _, c := range casefile.Diff(answer, lines) {
			switch c.Kind {
			case casefile.Same:
				b.WriteString(" " + c.Got + "\n")
			case casefile.Missing:
				b.WriteString("-" + c.Want.Pattern.Source + "\n")
			case casefile.Extra:
				fmt.Fprintf(&b, "+%s@%d\n", c.Got, c.Column)
			}
		}
		return b.String()
	}
	for _, tt := range []struct {
		lines []string
		want  string
	}{
		{[]string{"a: 1", "b: 2", "c: 3", "z"}, " a: 1\n b: 2\n c: 3\n \n z\n"},
		{[]string{"a: 1", "b: 2", "c: 3", "x", "y", "z"}, " a: 1\n b: 2\n c: 3\n x\n y\n z\n"},
		{[]string{"a: 1", "b: 4", "c: 3", "z"}, " a: 1\n-b: 2\n+b: 4@4\n c: 3\n \n z\n"},
		{[]string{"b: 2", "c: 3", "z"}, "-a: <int>\n b: 2\n c: 3\n \n z\n"},
		{nil, "-a: <int>\n-b: 2\n-c: 3\n \n-z\n"},
		{[]string{"?", "a: 1", "b: 2", "c: 3", "z"}, "+?@0\n a: 1\n b: 2\n c: 3\n \n z\n"},
	} {
		if got := show(tt.lines...); got != tt.want {
			t.Errorf("%q:\n%s\nwant\n%s", tt.lines, got, tt.want)
		}
	}
}

func TestUpdate(t *testing.T) {
	const before = `# a
> X
-- kept
allowed: true
left:    <int>
in:      <int 1..5> of 3
more

> Y
-- none yet

# b
> Z
1
<...>
end`
	f := parse(t, before)
	steps := append(f.Cases[0].Steps(), f.Cases[1].Steps()...)
	got := string(casefile.Update([]byte(before), map[*casefile.Step][]string{
		steps[0]: {"allowed: false", "left:    17", "in:      4 of 9", "# new", ""},
		steps[1]: {"<int>"},
		steps[2]: {"2", "3", "end"},
	}))
	const want = `# a
> X
allowed: false
left:    <int>
in:      <int 1..5> of 9
\# new
\
-- kept

> Y
\<int>
-- none yet

# b
> Z
<...>
end
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct {
		line string
		want []string
	}{
		{"", nil},
		{"  \t", nil},
		{"SET k v", []string{"SET", "k", "v"}},
		{`SET "a b" '' 'it\'s' "\x00\n"`, []string{"SET", "a b", "", "it's", "\x00\n"}},
		{`SET name="a b" 'a\nb' "\q\xzz"`, []string{"SET", "name=a b", `a\nb`, "qxzz"}},
	} {
		words, err := casefile.Words(tt.line)
		var got []string
		for _, w := range words {
			got = append(got, w.Text)
		}
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("Words(%q) = %q, %v; want %q", tt.line, got, err, tt.want)
		}
	}
	for _, line := range []string{`GET "a`, `GET 'a`, `GET "a\`, `GET a"b`, `GET "a"b`} {
		if words, err := casefile.Words(line); err == nil {
			t.Errorf("Words(%q) = %q, want an error", line, words)
		}
	}
}

func TestQuote(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"a", "a"}, {"", `""`}, {"a b", `"a b"`}, {"é", "é"}, {"a\x00\n\"\\'", `"a\x00\n\"\\'"`}, {"\u00a0", `"\xc2\xa0"`}, {"#", "#"}, {"é\n", `"é\n"`},
	} {
		if got := casefile.Quote(tt.text); got != tt.want {
			t.Errorf("Quote(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

// FuzzParse reads any text, prints what was read, and reads that again.
func FuzzParse(f *testing.F) {
	f.Add(shop)
	for _, seed := range []string{"# a\n> X\n\\\n", "@skip x  \n", "#a\n>'a'\n<re (>\n", "# a\n> a \"\\xzz\"\n\\- x\n\\ \t\n", "# a\r\n> b\r\nc\r\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, findings := casefile.Parse("a", []byte(text))
		for _, d := range findings {
			if d.Span.Start.Offset > len(text) || d.Span.End.Offset > len(text) || d.Span.Start.Offset > d.Span.End.Offset {
				t.Errorf("%s: %v is not in the text", d.Message, d.Span)
			}
		}
		if len(findings) > 0 {
			return
		}
		printed := casefile.Print(file)
		again, findings := casefile.Parse("a", printed)
		if len(findings) > 0 {
			t.Fatalf("%q is printed as %q, in which: %s", text, printed, findings[0].Message)
		}
		if twice := casefile.Print(again); string(twice) != string(printed) {
			t.Errorf("%q is printed as %q, and that as %q", text, printed, twice)
		}
	})
}

// FuzzAnswer writes any answer to any words and reads it again.
func FuzzAnswer(f *testing.F) {
	f.Add("SET", "a b", "OK\n<int>\n\\<int>\n\n# x")
	f.Add("é\x80", "'", "> x\n\\> x\n\\\\<any>\n -- \n\t\r\n")
	f.Fuzz(func(t *testing.T, command, argument, answer string) {
		lines := strings.Split(answer, "\n")
		step := casefile.NewStep([]string{command, argument}, lines)
		file := &casefile.File{Name: "a", Cases: []casefile.Case{{Title: "a", Items: []casefile.Item{step}}}}
		printed := casefile.Print(file)
		again, findings := casefile.Parse("a", printed)
		if len(findings) > 0 {
			t.Fatalf("%q: %s", printed, findings[0].Message)
		}
		read := again.Cases[0].Steps()[0]
		if !slices.Equal(read.Texts(), []string{command, argument}) {
			t.Errorf("%q is read as the words %q", printed, read.Texts())
		}
		other := parse(t, "# a\n> X\n<int>\na <any>\n<...>\nz\n").Cases[0].Steps()[0]
		for i, p := range casefile.Merge(other.Answer, lines) {
			if p.AnyLines() {
				break
			}
			if !p.Match(lines[i]) {
				t.Errorf("%q is merged into %q", lines[i], p.Source)
			}
		}
		if !casefile.Matches(read.Answer, lines) || len(read.Answer) != len(lines) {
			t.Errorf("%q does not stand for %q", printed, lines)
		}
	})
}
