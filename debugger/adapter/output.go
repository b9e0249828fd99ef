package adapter

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/google/go-dap"

	"github.com/luagen/luagen/debugger"
)

// tell shows what happens while the script runs.
func (a *adapter) tell(e debugger.Event) {
	switch e.Kind {
	case debugger.Issued:
		a.mu.Lock()
		a.issued = append(a.issued, e)
		a.mu.Unlock()
		category := "stdout"
		if strings.HasPrefix(e.Reply, "(error)") {
			category = "stderr"
		}
		a.output(category, fmt.Sprintf("%s -> %s", e.Text, e.Reply), e.Place)
	case debugger.Raised:
		a.output("stderr", e.Text, e.Place)
	default:
		a.output("console", e.Text, e.Place)
	}
}

// output shows a line of text, from a place in the script.
func (a *adapter) output(category, text string, at debugger.Place) {
	body := dap.OutputEventBody{Category: category, Output: text + "\n"}
	if at.Line > 0 {
		body.Source, body.Line = a.source(at.File), a.line(at.Line)
	}
	a.event("output", &dap.OutputEvent{Body: body})
}

func (a *adapter) source(file string) *dap.Source {
	path := a.launched.Path(file)
	return &dap.Source{Name: filepath.Base(path), Path: path}
}

// file is the script's file at a path.
func (a *adapter) file(path string) (string, bool) {
	for _, f := range a.session.Files() {
		if a.launched.Path(f) == filepath.Clean(path) {
			return f, true
		}
	}
	return "", false
}

// line is a line as the client counts.
func (a *adapter) line(n int) int {
	if a.zeroLines {
		return n - 1
	}
	return n
}

// own is a line of the client's as it is counted here.
func (a *adapter) own(n int) int {
	if a.zeroLines {
		return n + 1
	}
	return n
}

// column is the first column of a line as the client counts.
func (a *adapter) column() int {
	if a.zeroColumns {
		return 0
	}
	return 1
}

func (a *adapter) loadedSources() dap.ResponseMessage {
	response := &dap.LoadedSourcesResponse{Body: dap.LoadedSourcesResponseBody{Sources: []dap.Source{}}}
	for _, f := range a.session.Files() {
		response.Body.Sources = append(response.Body.Sources, *a.source(f))
	}
	return response
}
