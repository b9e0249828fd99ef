package runtime

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"

	"github.com/redis/go-redis/v9"
)

// Client is what a call needs of a Redis client: to send one command and wait
// for its reply. *redis.Client, *redis.ClusterClient, *redis.Ring, *redis.Conn,
// *redis.Tx, sentinel clients and both auto-pipelining faces are such clients.
//
// A call whose context has ended is not sent. One that was sent waits as long as
// the client's ReadTimeout, or with its option ContextTimeoutEnabled until the
// context's deadline, which an auto-pipelining face does not look at.
//
// AutoPipeline makes one that sends together what goroutines call at the same time.
// OfScripter and EvalOnly make one of a client without Process, or of a fake.
//
// A redis.Pipeliner has the method too, but answers later. It is refused; use
// Pipeline or Tx with the Call functions of the generated package.
type Client interface {
	Process(ctx context.Context, cmd redis.Cmder) error
}

// autoPipeliner are the methods by which an auto-pipelining face is known, a
// *redis.AutoPipeliner. go-redis has them from v9.22 on.
type autoPipeliner interface {
	IsBlocking() bool
	IsClosed() bool
	ScriptLoad(ctx context.Context, script string) *redis.StringCmd
}

// autoPipelining returns the client as an auto-pipelining face. The common clients come
// first, so that they cost one comparison.
func autoPipelining(client Client) (face autoPipeliner, ok bool) {
	switch client.(type) {
	case *redis.Client, *redis.ClusterClient, *redis.Conn, *redis.Tx, *redis.Ring, *gatherer:
		return nil, false
	}
	face, ok = client.(autoPipeliner)
	return face, ok
}

var errNilClient = errors.New("the client is nil; pass a connected go-redis client")

// checkClient refuses what cannot answer a call. The concrete clients of
// go-redis come first, so that they cost one comparison and no interface
// look-up.
func checkClient(client Client, script *Script) error {
	switch c := client.(type) {
	case *redis.Client:
		if c != nil {
			return nil
		}
	case *redis.ClusterClient:
		if c != nil {
			return nil
		}
	case *redis.Conn:
		if c != nil {
			return nil
		}
	case *gatherer:
		return nil
	}
	if isNil(client) {
		return fmt.Errorf("%s: %w", script.Name(), errNilClient)
	}
	if answersLater(client) {
		return pipelinerError(script.Name())
	}
	return nil
}

// answersLater reports a redis.Pipeliner.
func answersLater(client Client) bool {
	var c any = client
	if s, ok := client.(scripterClient); ok {
		c = s.evaler
	}
	_, ok := c.(redis.Pipeliner)
	return ok
}

func pipelinerError(script string) error {
	function := generatedFor(script)
	return fmt.Errorf("%s: a redis.Pipeliner answers only when it is executed, so it cannot run a call; "+
		"make the call with %s and hand it to runtime.Pipeline, or to runtime.Tx for MULTI/EXEC",
		script, function)
}

// generatedFor names the Call function of a script. The runtime is not told of it; the
// generated function that has called it stands in a file that is named after the script.
func generatedFor(script string) string {
	pcs := make([]uintptr, 16)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		if path.Base(filepath.ToSlash(f.File)) != script+".go" {
			continue
		}
		if name := f.Function[strings.LastIndexByte(f.Function, '.')+1:]; !strings.HasPrefix(name, "func") {
			return name + "Call"
		}
	}
	return "the script's generated Call function"
}

// isNil reports an absent client: no value, or a nil pointer in the interface.
func isNil(client Client) bool {
	var c any = client
	if s, ok := client.(scripterClient); ok {
		c = s.evaler
	}
	v := reflect.ValueOf(c)
	return c == nil || v.Kind() == reflect.Pointer && v.IsNil()
}
