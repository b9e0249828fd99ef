package editor

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"os/exec"
	"strconv"
	"sync"
)

// client is an editor that speaks with "luagen lsp".
type client struct {
	process *exec.Cmd
	in      io.WriteCloser

	mu    sync.Mutex
	id    int
	calls map[int]chan json.RawMessage
	found chan int // the versions of which diagnostics came
}

// start starts luagen in a folder, with more in its environment.
func start(binary, folder string, env ...string) (*client, error) {
	c := &client{process: exec.Command(binary, "lsp"), calls: map[int]chan json.RawMessage{}, found: make(chan int, 1000)}
	c.process.Dir = folder
	c.process.Env = append(os.Environ(), env...)
	c.process.Stderr = os.Stderr
	var err error
	if c.in, err = c.process.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.process.Start(); err != nil {
		return nil, err
	}
	go c.read(bufio.NewReaderSize(out, 1<<20))
	return c, nil
}

// read takes the server's messages until it ends.
func (c *client) read(out *bufio.Reader) {
	defer close(c.found)
	for {
		header, err := textproto.NewReader(out).ReadMIMEHeader()
		if err != nil {
			return
		}
		size, err := strconv.Atoi(header.Get("Content-Length"))
		if err != nil {
			return
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(out, body); err != nil {
			return
		}
		var m struct {
			ID     *int            `json:"id"`
			Method string          `json:"method"`
			Result json.RawMessage `json:"result"`
			Params struct {
				Version int `json:"version"`
			} `json:"params"`
		}
		if err := json.Unmarshal(body, &m); err != nil {
			continue
		}
		if m.Method == "textDocument/publishDiagnostics" {
			c.found <- m.Params.Version
		}
		if m.ID != nil && m.Method == "" {
			c.mu.Lock()
			answered := c.calls[*m.ID]
			delete(c.calls, *m.ID)
			c.mu.Unlock()
			if answered != nil {
				answered <- m.Result
			}
		}
	}
}

func (c *client) send(message map[string]any) error {
	message["jsonrpc"] = "2.0"
	body, err := json.Marshal(message)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.in, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return err
}

func (c *client) notify(method string, params any) error {
	return c.send(map[string]any{"method": method, "params": params})
}

// call asks and waits for the answer.
func (c *client) call(method string, params any) (json.RawMessage, error) {
	answered := make(chan json.RawMessage, 1)
	c.mu.Lock()
	c.id++
	id := c.id
	c.calls[id] = answered
	c.mu.Unlock()
	if err := c.send(map[string]any{"id": id, "method": method, "params": params}); err != nil {
		return nil, err
	}
	return <-answered, nil
}

// await waits for the diagnostics of a version.
func (c *client) await(version int) error {
	for v := range c.found {
		if v >= version {
			return nil
		}
	}
	return fmt.Errorf("editor: the server has ended")
}

// stop ends the server and returns what it used.
func (c *client) stop() (*os.ProcessState, error) {
	if _, err := c.call("shutdown", nil); err != nil {
		return nil, err
	}
	if err := c.notify("exit", nil); err != nil {
		return nil, err
	}
	err := c.process.Wait()
	return c.process.ProcessState, err
}
