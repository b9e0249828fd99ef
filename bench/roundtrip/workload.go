package roundtrip

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// workload is one operation with the ways to do it.
type workload struct {
	name    string
	unit    string // what operations are, in the plural
	callers int
	methods []method
	// check compares Redis with what the run was told and returns how many
	// operations are lost, doubled or beyond what was allowed.
	check func(ctx context.Context, direct *redis.Client, run *run) (wrong int, err error)
}

// method is one way to do the operation.
type method struct {
	name string
	// operate does the operation of that number, from 0, and tells the run when it
	// succeeded.
	operate func(ctx context.Context, run *run, number int) error
}

// Names of the methods.
const (
	separate  = "separate commands"
	pipelined = "pipelined commands"
	multiExec = "MULTI/EXEC"
	watched   = "WATCH and retry"
	eval      = "EVAL"
	evalSHA   = "EVALSHA by hand"
	luagen    = "luagen"
)

// run is one turn of one method.
type run struct {
	client    *redis.Client
	next      atomic.Int64 // number of the next operation
	succeeded atomic.Int64 // operations that were told that they changed something
}

func newRun(client *redis.Client) *run { return &run{client: client} }

// count notes the outcome of an operation.
func (r *run) count(changed bool) {
	if changed {
		r.succeeded.Add(1)
	}
}

func workloads() []workload {
	return []workload{likeButton(), conditionalIncrement(), slotReservation(), counterBatch()}
}

// watch runs attempt under WATCH until no other caller has changed the keys
// meanwhile.
func watch(ctx context.Context, client *redis.Client, attempt func(*redis.Tx) error, keys ...string) error {
	for {
		err := client.Watch(ctx, attempt, keys...)
		if !errors.Is(err, redis.TxFailedErr) {
			return err
		}
	}
}

// distance is how far two counts are apart.
func distance(a, b int) int { return max(a-b, b-a) }
