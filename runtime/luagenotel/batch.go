package luagenotel

import (
	"slices"
	"sync"

	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/attribute"
	semconv "go.opentelemetry.io/otel/semconv/v1.39.0"
)

// batch is a pipeline or transaction that is about at least one of the scripts.
type batch struct {
	operation operation
	size      int           // commands, without MULTI and EXEC
	calls     []batchedCall // in the order sent
}

// batchedCall is a call in a batch. Inside MULTI and EXEC the server answers it
// with QUEUED, and what came of it stands in the reply of EXEC.
type batchedCall struct {
	call
	cmd   redis.Cmder
	exec  *exec // ends the transaction that holds the call; nil outside of one
	index int   // of the call in that transaction
}

// batch recognises a pipeline or transaction that is about one of the scripts.
func (c catalogue) batch(cmds []redis.Cmder) (batch, bool) {
	var (
		b          batch
		began      = -1   // where the open transaction has its MULTI
		open       = true // one may be: the runtime's MULTI comes alone, before the calls and EXEC
		firstOfTx  int    // its first call in b.calls
		everything = len(cmds) > 1 && cmds[0].Name() == "multi"
	)
	for i, cmd := range cmds {
		switch cmd.Name() {
		case "multi":
			began, open, firstOfTx = i, true, len(b.calls)
			everything = everything && i == 0
			continue
		case "exec":
			if open {
				end := newExec(cmd)
				for j := range b.calls[firstOfTx:] {
					b.calls[firstOfTx+j].exec = end
				}
			}
			everything = (everything || open && began < 0) && i == len(cmds)-1
			began, open = -1, false
			continue
		}
		b.size++
		if found, ok := c.call(cmd); ok {
			b.calls = append(b.calls, batchedCall{call: found, cmd: cmd, index: i - began - 1})
		}
	}
	if len(b.calls) == 0 {
		return batch{}, false
	}
	b.operation = b.name(everything)
	return b, true
}

// name is what the conventions call a batch: the command is named when all have
// the same, and so is the script.
func (b batch) name(transaction bool) operation {
	op := operation{name: "PIPELINE"}
	if transaction {
		op.name = "MULTI"
	}
	if len(b.calls) < b.size {
		return op
	}
	first := b.calls[0]
	if !slices.ContainsFunc(b.calls, func(c batchedCall) bool { return c.command != first.command }) {
		op.name += " " + first.command
	}
	if !slices.ContainsFunc(b.calls, func(c batchedCall) bool { return c.script != first.script }) {
		op.script = first.script
	}
	return op
}

// scriptsKey lists the scripts of a batch that runs several, which
// db.stored_procedure.name cannot.
const scriptsKey = attribute.Key("luagen.script.names")

// attributes are those that only a batch has.
func (b batch) attributes() attributes {
	list := attributes{semconv.DBOperationBatchSize(b.size)}
	if b.operation.script == "" {
		var names []string
		for _, c := range b.calls {
			names = append(names, c.script)
		}
		slices.Sort(names)
		list = append(list, scriptsKey.StringSlice(slices.Compact(names)))
	}
	return list
}

// exec is the end of a transaction.
type exec struct {
	redis.Cmder
	// elements are the errors of the commands of the transaction, when it is the
	// runtime's: go-redis's own transactions put them into the commands instead. They
	// are read once for all calls.
	elements func() []error
}

func newExec(cmd redis.Cmder) *exec {
	return &exec{cmd, sync.OnceValue(func() []error {
		if reply, ok := cmd.(interface{ ElementErrors() []error }); ok {
			return reply.ElementErrors()
		}
		return nil
	})}
}

// outcome is how the call ended, once the batch has run.
func (c batchedCall) outcome() outcome {
	err := c.cmd.Err()
	if err != nil || c.exec == nil {
		return outcomeOf(err)
	}
	if err := c.exec.Err(); err != nil {
		return outcomeOf(err)
	}
	if errs := c.exec.elements(); c.index < len(errs) {
		return outcomeOf(errs[c.index])
	}
	return outcome{}
}
