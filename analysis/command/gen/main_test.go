package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/luagen/luagen/internal/redistest"
)

// TestTableIsCurrent generates the table anew and compares it with the one that is checked in, when
// the server here is of the version that made it.
func TestTableIsCurrent(t *testing.T) {
	server := redistest.Start(t)
	if server.Before("7.0") {
		t.Skip("Redis before 7.0 does not document its commands")
	}
	client := server.Client(2)
	got, err := generate(context.Background(), client, "..")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../table_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	made, _, _ := strings.Cut(string(want), "\n")
	here, _, _ := strings.Cut(string(got), "\n")
	if made != here {
		t.Logf("not compared: the table is %q, this server would make %q", made, here)
		return
	}
	if string(got) != string(want) {
		t.Error("analysis/command/table_gen.go is stale: run make commands")
	}
}

func TestDataErrors(t *testing.T) {
	for _, tc := range []struct{ name, file, text, want string }{
		{"unknown property", "newer.txt", "GET color=red", "newer.txt:1: unknown property \"color\""},
		{"unknown flag", "newer.txt", "GET flags=wirte", "newer.txt:1: unknown flag \"wirte\""},
		{"no value", "newer.txt", "# x\n\nGET flags", "newer.txt:3: expected key=value, got \"flags\""},
		{"keys", "newer.txt", "GET keys=1:2", "newer.txt:1: expected B, B:LAST:STEP, num:B or num:B:STEP, got \"1:2\""},
		{"open bracket", "newer.txt", "GET args=key [NX", "newer.txt:1: a bracket is not closed in \"key [NX\""},
		{"wrong bracket", "newer.txt", "GET args=key [NX>", "newer.txt:1: \">\" is not expected in \"key [NX>\""},
		{"no alternative", "newer.txt", "GET args=key <NX | >", "newer.txt:1: nothing in front of \">\" in \"key <NX | >\""},
		{"summary", "summaries.txt", "GET Gets", "summaries.txt:1: expected COMMAND SUMMARY | COMPLEXITY, of a command of the table, got \"GET Gets\""},
		{"role", "arguments.txt", "role weight: GET.key", "arguments.txt:1: unknown role \"weight\""},
		{"outcome", "arguments.txt", "zero kept: SET.seconds", "arguments.txt:1: unknown zero \"kept\""},
		{"argument's command", "arguments.txt", "zero refused: SETT.seconds", "arguments.txt:1: no command SETT"},
		{"argument's fact", "arguments.txt", "one refused: SET.seconds", "arguments.txt:1: expected role, zero, negative or key, what it is, and \":\", got \"one refused: SET.seconds\""},
		{"reply kind", "replies.txt", "blob: GET", "replies.txt:1: unknown reply kind \"blob\""},
		{"reply twice", "replies.txt", "bulk: GET\nnil: GET", "replies.txt:2: a second line for GET"},
		{"no such command", "replies.txt", "bulk: GETT", "replies.txt:1: no command GETT"},
		{"no such option", "replies.txt", "bulk: SET with NX/YY and ZZ", "replies.txt:1: SET has no ZZ"},
		{"open array", "replies.txt", "array(bulk: GET", "replies.txt:1: \"(\" without \")\" in \"array(bulk: GET\""},
		{"part without name", "replies.txt", "tuple(bulk): GET", "replies.txt:1: expected NAME:KINDS, got \"bulk\""},
		{"effect", "effects.txt", "unwritten one: GET", "effects.txt:1: unknown unwritten \"one\""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			for _, name := range []string{"newer.txt", "summaries.txt", "arguments.txt", "replies.txt", "effects.txt"} {
				text := ""
				if name == tc.file {
					text = tc.text
				}
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			table := &table{entries: map[string]*entry{}}
			table.entries["GET"] = &entry{table: table, name: "GET", flags: map[string]bool{}}
			table.entries["SET"] = &entry{table: table, name: "SET", flags: map[string]bool{}, tree: mustParse(t, "key value [NX]")}
			err := table.readData(dir)
			if err == nil {
				t.Fatal("no error")
			}
			if got := strings.TrimPrefix(err.Error(), dir+string(filepath.Separator)); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func mustParse(t *testing.T, syntax string) *node {
	t.Helper()
	tree, err := parseSyntax(syntax)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestSyntax reads syntaxes and writes them again.
func TestSyntax(t *testing.T) {
	for _, syntax := range []string{
		"key value [NX | XX] [GET] [EX seconds | PX milliseconds | KEEPTTL]",
		"key [GT | LT] (score member)...",
		"key <* | id> (field value)...",
		"[COUNT count] STREAMS key... id...",
		"key <GET encoding offset | OVERFLOW <WRAP | SAT | FAIL>>...",
		"key [[IDLE min-idle-time] start end count [consumer]]",
		"key [<MAXLEN | MINID> [= | ~] threshold [LIMIT count]]",
		"numkeys key... [LIMIT limit]",
		"key [element...]",
		"",
	} {
		if got := mustParse(t, syntax).String(); got != syntax {
			t.Errorf("%q came back as %q", syntax, got)
		}
	}
}
