package adapter

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/google/go-dap"

	"github.com/luagen/luagen/debugger"
	"github.com/luagen/luagen/internal/resp"
)

// Arguments are those of a launch that are luagen's.
type Arguments struct {
	Program     string                     `json:"program"` // path of the script
	Inputs      map[string]json.RawMessage `json:"inputs"`  // by name; lists for names that take many
	Keys        []string                   `json:"keys"`    // as --key
	Args        []string                   `json:"args"`    // as --arg
	Redis       string                     `json:"redis"`   // URL of the server
	Setup       []string                   `json:"setup"`   // as --setup
	Root        string                     `json:"root"`    // of includes
	KeepWrites  bool                       `json:"keepWrites"`
	StopOnEntry bool                       `json:"stopOnEntry"`
	NoDebug     bool                       `json:"noDebug"` // run without breakpoints
}

// Launched is a script to be debugged.
type Launched struct {
	Target debugger.Target // its Tell and Errors are the adapter's
	// Path is the absolute path of a file of the script.
	Path func(file string) string
	// Outcome says what generated code would make of the script's reply.
	Outcome func(reply resp.Value) (text string, err error)
	// Close is called when the script is debugged no more.
	Close func()
}

// Launch reads a script. Its error is shown to the user.
type Launch func(ctx context.Context, a Arguments) (Launched, error)

// Serve debugs for a client until it disconnects.
func Serve(ctx context.Context, in io.Reader, out io.Writer, launch Launch) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	a := &adapter{context: ctx, launch: launch, out: out, points: map[string][]dap.SourceBreakpoint{}}
	defer a.leave()
	r := bufio.NewReader(in)
	for {
		content, err := dap.ReadBaseMessage(r)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the client's message cannot be read: %w", err)
		}
		if err := a.handle(content); errors.Is(err, errDisconnected) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// errDisconnected ends Serve.
var errDisconnected = errors.New("disconnected")

// adapter is the state of one connection. Requests are handled one after the other; while the
// script runs, a goroutine of its own uses the session.
type adapter struct {
	context context.Context
	launch  Launch

	sending sync.Mutex
	out     io.Writer
	seq     int

	zeroLines   bool // the client counts lines from 0
	zeroColumns bool
	arguments   Arguments
	launched    Launched
	session     *debugger.Session
	points      map[string][]dap.SourceBreakpoint // by path, as the client set them
	errors      debugger.StopOnErrors

	mu       sync.Mutex // of what follows
	running  bool
	finished chan struct{} // closed when the last run is over; nil before the first one
	leaving  bool          // what becomes of the run is of no interest
	stop     debugger.Stop
	done     bool // terminated has been sent
	shown    []holder
	frames   []debugger.Frame
	issued   []debugger.Event
}

// handle answers one message.
func (a *adapter) handle(content []byte) error {
	m, err := dap.DecodeProtocolMessage(content)
	if err != nil {
		return a.refuseUnknown(content, err)
	}
	request, ok := m.(dap.RequestMessage)
	if !ok {
		return nil // a response or an event, of which the adapter asked for none
	}
	response, err := a.answer(request, content)
	if errors.Is(err, errDisconnected) {
		a.respond(request.GetRequest(), response)
		return err
	}
	if err != nil {
		a.refuse(request.GetRequest(), err)
		return nil
	}
	a.respond(request.GetRequest(), response)
	if next := a.after(request); next != nil {
		next()
	}
	return nil
}

// refuseUnknown answers what is no message of the protocol that is known here.
func (a *adapter) refuseUnknown(content []byte, err error) error {
	var request dap.Request
	if json.Unmarshal(content, &request) != nil || request.Type != "request" {
		return nil // nobody waits for an answer
	}
	a.refuse(&request, fmt.Errorf("%s is not supported: %w", request.Command, err))
	return nil
}

func (a *adapter) respond(request *dap.Request, response dap.ResponseMessage) {
	r := response.GetResponse()
	r.Type, r.Command, r.RequestSeq, r.Success = "response", request.Command, request.Seq, true
	a.send(response)
}

func (a *adapter) refuse(request *dap.Request, err error) {
	e := &dap.ErrorResponse{}
	e.Type, e.Command, e.RequestSeq, e.Message = "response", request.Command, request.Seq, err.Error()
	e.Body.Error = &dap.ErrorMessage{Id: 1, Format: "{reason}", Variables: map[string]string{"reason": err.Error()}, ShowUser: true}
	a.send(e)
}

func (a *adapter) event(name string, e dap.EventMessage) {
	g := e.GetEvent()
	g.Type, g.Event = "event", name
	a.send(e)
}

// send writes a message. A client that has gone is noticed when it is read from.
func (a *adapter) send(m dap.Message) {
	a.sending.Lock()
	defer a.sending.Unlock()
	a.seq++
	switch m := m.(type) {
	case dap.ResponseMessage:
		m.GetResponse().Seq = a.seq
	case dap.EventMessage:
		m.GetEvent().Seq = a.seq
	}
	_ = dap.WriteProtocolMessage(a.out, m)
}
