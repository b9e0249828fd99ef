package luagenotel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/redis/go-redis/v9"
)

// serverError is an error reply.
type serverError string

func (e serverError) Error() string { return string(e) }
func (serverError) RedisError()     {}

// slow is a network error that is a timeout.
type slow struct{}

func (slow) Error() string   { return "i/o timeout" }
func (slow) Timeout() bool   { return true }
func (slow) Temporary() bool { return true }

func TestOutcome(t *testing.T) {
	tests := []struct {
		err        error
		kind, code string
		failed     bool
	}{
		{err: nil},
		{err: redis.Nil},
		{err: fmt.Errorf("wrapped: %w", redis.Nil)},
		{err: serverError("NOSCRIPT No matching script."), code: "NOSCRIPT"},
		{err: serverError("ERR NOSCRIPT No matching script."), code: "NOSCRIPT"},
		{err: serverError("WRONGTYPE Operation against a key"), kind: "WRONGTYPE", code: "WRONGTYPE", failed: true},
		{err: serverError("ERR Error running script (call to f_c0f4e07d13acc8c1c810243d737b96cf873d836e): @user_script:1: WRONGTYPE Operation against a key"), kind: "WRONGTYPE", code: "WRONGTYPE", failed: true},
		{err: serverError("OOM"), kind: "OOM", code: "OOM", failed: true},
		{err: serverError("NOT_FOUND2 x"), kind: "NOT_FOUND2", code: "NOT_FOUND2", failed: true},
		{err: serverError("Ada is late"), kind: "_OTHER", failed: true},
		{err: serverError("4711 is late"), kind: "_OTHER", failed: true},
		{err: serverError(""), kind: "_OTHER", failed: true},
		{err: serverError("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG x"), kind: "_OTHER", failed: true},
		{err: context.Canceled, kind: "canceled", failed: true},
		{err: fmt.Errorf("wrapped: %w", context.DeadlineExceeded), kind: "timeout", failed: true},
		{err: slow{}, kind: "timeout", failed: true},
		{err: io.EOF, kind: "*errors.errorString", failed: true},
		{err: errors.Join(io.EOF), kind: "*errors.joinError", failed: true},
	}
	for _, tt := range tests {
		got := outcomeOf(tt.err)
		if got.kind != tt.kind || got.code != tt.code || (got.err != nil) != tt.failed {
			t.Errorf("outcomeOf(%v) = %+v, want kind %q, code %q, failed %v", tt.err, got, tt.kind, tt.code, tt.failed)
		}
	}
}
