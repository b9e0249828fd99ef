package server_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"

	"github.com/luagen/luagen/server/servertest"
)

// TestRandomMessages sends requests and notifications with parameters at random, of every method that the
// server knows and of others. The server answers each request, and fails at none.
func TestRandomMessages(t *testing.T) {
	methods := strings.Fields(`textDocument/didOpen textDocument/didChange textDocument/didClose textDocument/didSave
		workspace/didChangeWatchedFiles workspace/didChangeWorkspaceFolders textDocument/hover textDocument/completion
		textDocument/signatureHelp textDocument/inlayHint textDocument/semanticTokens/full textDocument/documentSymbol
		textDocument/foldingRange textDocument/codeAction textDocument/definition textDocument/implementation textDocument/references
		textDocument/documentHighlight textDocument/prepareRename textDocument/rename textDocument/codeLens textDocument/formatting
		workspace/executeCommand $/cancelRequest $/setTrace textDocument/willSave workspace/symbol initialize initialized`)
	values := []string{
		"null", "1", "-1", "\"\"", "[]", "{}", "true", "4294967295", "1e99", "\"\\ud800\"", "[null]", "{\"uri\":\"file:///w/a.lua\"}",
		"{\"uri\":\"untitled:x\",\"version\":3}", "{\"line\":0,\"character\":5}", "{\"line\":99999,\"character\":99999}",
		"{\"start\":{\"line\":1,\"character\":1},\"end\":{\"line\":0,\"character\":0}}", "[{\"range\":{\"start\":{\"line\":9,\"character\":9},\"end\":{\"line\":0,\"character\":0}},\"text\":\"x\"}]",
		"[{\"text\":\"redis.call('GET', KEYS[1]\"}]", "\"file:///w/b.lua\"", "{\"uri\":\"file:///w/a.lua\",\"languageId\":\"lua\",\"version\":7,\"text\":\"return KEYS[\"}",
		"[{\"uri\":\"file:///w/luagen.yaml\",\"type\":1},{\"uri\":\"file:///w/a.lua\",\"type\":3}]", "{\"added\":[{\"uri\":\"file:///\",\"name\":\"x\"}],\"removed\":[]}",
	}
	names := []string{"textDocument", "position", "range", "contentChanges", "context", "newName", "options", "changes", "event", "command", "arguments", "id", "text"}
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 5))
		e := servertest.Open(t, servertest.Options(servertest.Files(library())))
		e.Show("a.lua", 1, "--@keys k\nreturn redis.call('GET', KEYS[1])\n")
		for range 150 {
			var fields []string
			for range random.IntN(6) {
				fields = append(fields, fmt.Sprintf("%q:%s", names[random.IntN(len(names))], values[random.IntN(len(values))]))
			}
			params := jsonrpc2.RawMessage("{" + strings.Join(fields, ",") + "}")
			if random.IntN(8) == 0 {
				params = jsonrpc2.RawMessage(values[random.IntN(len(values))])
			}
			method := methods[random.IntN(len(methods))]
			if random.IntN(2) == 0 {
				if err := e.Conn.Notify(e.Context(), method, params); err != nil {
					t.Fatal(err)
				}
				continue
			}
			var result jsonrpc2.RawMessage
			if _, err := e.Conn.Call(e.Context(), method, params, &result); err != nil {
				var known *jsonrpc2.Error
				if !asError(err, &known) {
					t.Fatalf("seed %d: %s %s: %v", seed, method, params, err)
				}
			}
		}
		for _, line := range e.Logged() {
			if strings.Contains(line, "luagen has failed") {
				t.Fatalf("seed %d: %s", seed, line)
			}
		}
	}
}

// TestLargeFiles opens a file of 10 MB, and one that is not UTF-8: the first is too large to be a script,
// of the second everything is said that can be.
func TestLargeFiles(t *testing.T) {
	files := servertest.Files(map[string]string{"bad.lua": "return redis.call('GETT', '\xff\xfe')\n"})
	e := servertest.Open(t, servertest.Options(files))
	e.Show("b.lua", 1, "return redis.call('GETT', KEYS[1])\n")
	began := time.Now()
	e.Show("a.lua", 1, "--@keys k\n"+strings.Repeat("local x = redis.call('GET', KEYS[1])\n", 10<<20/37))
	equal(t, rules(e.Found("b.lua", 1)), []string{"0:18-0:24 unknown-command"})
	e.Replace("a.lua", 2, "--@keys k\nreturn KEYS[1]\n")
	equal(t, rules(e.Found("a.lua", 2)), nil)
	t.Log("took", time.Since(began))
	// An editor sends U+FFFD for what is no UTF-8.
	e.Show("bad.lua", 1, "return redis.call('GETT', '\ufffd\ufffd')\n")
	equal(t, rules(e.Found("bad.lua", 1)), []string{"0:18-0:24 unknown-command"})
}
