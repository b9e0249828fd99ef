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
	for _, tc := range []struct{ name, newer, replies, want string }{
		{"unknown property", "GET color=red", "", "newer.txt:1: unknown property \"color\""},
		{"unknown flag", "GET flags=wirte", "", "newer.txt:1: unknown flag \"wirte\""},
		{"no value", "# x\n\nGET flags", "", "newer.txt:3: expected key=value, got \"flags\""},
		{"keys", "GET keys=1:2", "", "newer.txt:1: expected B, B:LAST:STEP, num:B or num:B:STEP, got \"1:2\""},
		{"option", "SET option=IFEQ:2:8.4.0", "", "newer.txt:1: expected NAME:FROM:SINCE:VALKEY, got \"IFEQ:2:8.4.0\""},
		{"reply kind", "", "blob: GET", "replies.txt:1: unknown reply kind \"blob\""},
		{"reply twice", "GET since=1", "bulk: GET\nnil: GET", "replies.txt:2: a second reply for GET"},
		{"no such command", "", "bulk: GETT", "replies.txt:1: no command GETT"},
		{"open array", "", "array(bulk: GET", "replies.txt:1: array( without ) in \"array(bulk\""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range map[string]string{"newer.txt": tc.newer, "replies.txt": tc.replies} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			table := &table{entries: map[string]*entry{}}
			err := table.readNewer(filepath.Join(dir, "newer.txt"))
			if err == nil {
				err = table.readReplies(filepath.Join(dir, "replies.txt"))
			}
			if err == nil {
				t.Fatal("no error")
			}
			if got := strings.TrimPrefix(err.Error(), dir+string(filepath.Separator)); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
