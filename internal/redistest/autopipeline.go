// Code generated from runtime/redistest/autopipeline.go. DO NOT EDIT.

package redistest

import (
	"context"
	"reflect"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Face is an auto-pipelining face of a client, a *redis.AutoPipeliner.
type Face interface {
	Process(ctx context.Context, cmd redis.Cmder) error
	Close() error
}

// AutoPipelining calls the method of a client that makes an auto-pipelining face, with
// the given fields of its options where it takes some. It returns nil before go-redis
// v9.22, which has no such faces.
func AutoPipelining(t testing.TB, client any, method string, options map[string]any) Face {
	t.Helper()
	m := reflect.ValueOf(client).MethodByName(method)
	if !m.IsValid() {
		return nil
	}
	var args []reflect.Value
	if options != nil {
		o := reflect.New(m.Type().In(0).Elem())
		for name, value := range options {
			o.Elem().FieldByName(name).Set(reflect.ValueOf(value))
		}
		args = append(args, o)
	}
	result := m.Call(args)
	if err, failed := result[1].Interface().(error); failed {
		t.Fatal(method, err)
	}
	return result[0].Interface().(Face)
}
