package server_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strconv"
	"testing"

	"go.lsp.dev/jsonrpc2"

	"github.com/luagen/luagen/server"
	"github.com/luagen/luagen/server/servertest"
)

func asError(err error, to **jsonrpc2.Error) bool { return errors.As(err, to) }

// raw is an editor that sends bytes.
type raw struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
}

func connect(t *testing.T) *raw {
	here, there := net.Pipe()
	served := make(chan error, 1)
	go func() {
		served <- server.Serve(context.Background(), there, servertest.Options(servertest.Files(nil)))
	}()
	t.Cleanup(func() {
		_ = here.Close()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return &raw{t, here, bufio.NewReader(here)}
}

func (r *raw) send(text string) {
	r.t.Helper()
	if _, err := io.WriteString(r.conn, text); err != nil {
		r.t.Fatal(err)
	}
}

func framed(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }

// read returns the next message.
func (r *raw) read() map[string]any {
	r.t.Helper()
	header, err := textproto.NewReader(r.in).ReadMIMEHeader()
	if err != nil {
		r.t.Fatal(err)
	}
	size, err := strconv.Atoi(header.Get("Content-Length"))
	if err != nil {
		r.t.Fatal(err)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(r.in, body); err != nil {
		r.t.Fatal(err)
	}
	var message map[string]any
	if err := json.Unmarshal(body, &message); err != nil {
		r.t.Fatalf("%v: %s", err, body)
	}
	return message
}

// TestMalformedMessages sends what is no message, and goes on as if nothing had been.
func TestMalformedMessages(t *testing.T) {
	r := connect(t)
	wrong := func(message map[string]any) float64 {
		e, _ := message["error"].(map[string]any)
		code, _ := e["code"].(float64)
		return code
	}
	for _, body := range []string{"{", "[]", "null", "\"x\"", `{"jsonrpc":"2.0"}`, "\xff\xfe", `[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]`} {
		r.send(framed(body))
		if got := wrong(r.read()); got != -32700 {
			t.Errorf("%q is answered with %v", body, got)
		}
	}
	r.send("Content-Length: x\r\n\r\nContent-Type: none\r\n\r\nhello\r\n\r\n")
	r.send("content-length:  58 \r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n" + `{"jsonrpc":"2.0","id":"a","method":"initialize","params":{}`[:58])
	if got := wrong(r.read()); got != -32700 {
		t.Errorf("half a message is answered with %v", got)
	}
	r.send(framed(`{"jsonrpc":"2.0","id":"a","method":"initialize","params":{"capabilities":{},"processId":null,"rootUri":null}}`))
	if m := r.read(); m["id"] != "a" || m["result"] == nil {
		t.Errorf("initialize is answered with %v", m)
	}
	// Notifications whose parameters are none are logged; requests are answered.
	r.send(framed(`{"jsonrpc":"2.0","method":"textDocument/didChange","params":[1]}`))
	if m := r.read(); m["method"] != "window/logMessage" {
		t.Errorf("a wrong notification gives %v", m)
	}
	r.send(framed(`{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{"textDocument":3}}`))
	if m := r.read(); m["id"] != 2.0 || wrong(m) == 0 {
		t.Errorf("a wrong request is answered with %v", m)
	}
	r.send(framed(`{"jsonrpc":"2.0","id":3,"method":"no/such"}`))
	if m := r.read(); m["id"] != 3.0 || wrong(m) != -32601 {
		t.Errorf("an unknown request is answered with %v", m)
	}
	r.send(framed(`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":77}}`))
	r.send(framed(`{"jsonrpc":"2.0","method":"no/such"}`))
	r.send(framed(`{"jsonrpc":"2.0","id":4,"method":"shutdown"}`))
	if m := r.read(); m["id"] != 4.0 || wrong(m) != 0 {
		t.Errorf("shutdown is answered with %v", m)
	}
}
