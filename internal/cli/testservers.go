package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/luagen/luagen/scripttest/server"
)

// testPool is a pool of servers of one kind, and what they are.
type testPool struct {
	*server.Pool
	name string // "redis 7.0.15"
}

// testPools are the servers to run on: those of each of --servers, or one kind.
func (a *app) testPools(ctx context.Context, opts testOptions) ([]testPool, error) {
	switch {
	case opts.redis != "":
		return a.givenServer(ctx, opts)
	case opts.embedded:
		return a.embeddedServers(ctx, opts)
	case len(opts.servers) > 0:
		return serversOf(ctx, opts, opts.servers)
	}
	if binary := serverOnPath(); binary != "" {
		return serversOf(ctx, opts, []string{binary})
	}
	if opts.cover.wanted() {
		return nil, errors.New("there is no redis-server and no valkey-server on PATH, and the embedded server counts nothing: install one, or leave --cover out")
	}
	a.say("there is no redis-server and no valkey-server on PATH; the cases run on the embedded server, which is not Redis")
	return a.embeddedServers(ctx, opts)
}

// givenServer is the server of --redis, which runs one case at a time.
func (a *app) givenServer(ctx context.Context, opts testOptions) ([]testPool, error) {
	options, err := parseRedisURL(opts.redis)
	if err != nil {
		return nil, err
	}
	s, err := server.Connect(ctx, options)
	if err != nil {
		return nil, err
	}
	pool := server.NewPool(1, func(context.Context) (*server.Server, error) { return s, nil })
	return []testPool{{Pool: pool, name: s.String()}}, nil
}

// embeddedServers are servers in this process. What they lack is said once.
func (a *app) embeddedServers(ctx context.Context, opts testOptions) ([]testPool, error) {
	a.say("the embedded server has no shebang lines, no bit, struct and cmsgpack, no functions and no RESP3, and its cjson, its errors and its global variables " +
		"are not Redis's; what passes there may fail on Redis: run on a redis-server before you rely on it")
	pool := server.NewPool(opts.parallel, func(context.Context) (*server.Server, error) { return server.StartEmbedded() })
	s, err := pool.Get(ctx)
	if err != nil {
		return nil, err
	}
	pool.Put(s)
	return []testPool{{Pool: pool, name: s.String()}}, nil
}

// serversOf are pools of private servers, one for each binary. The first server of each is
// started here, so that what is wrong with a binary is told before any case.
func serversOf(ctx context.Context, opts testOptions, binaries []string) ([]testPool, error) {
	pools := make([]testPool, len(binaries))
	errs := make([]error, len(binaries))
	labels := make([]string, len(binaries))
	var wait sync.WaitGroup
	for i, binary := range binaries {
		wait.Add(1)
		go func() {
			defer wait.Done()
			pool := server.NewPool(opts.parallel, func(ctx context.Context) (*server.Server, error) {
				s, err := server.Start(ctx, binary)
				if err == nil {
					s.Label = labels[i]
				}
				return s, err
			})
			s, err := pool.Get(ctx)
			if err != nil {
				errs[i] = err
				return
			}
			pools[i] = testPool{Pool: pool, name: s.String()}
			pool.Put(s)
		}()
	}
	wait.Wait()
	for i, err := range errs {
		if err != nil {
			closePools(pools)
			return nil, usagef("--servers %s: %v", binaries[i], err)
		}
	}
	for i := range pools { // two of one name and version are told apart by their binaries
		same := func(p testPool) bool { return p.name == pools[i].name }
		if slices.ContainsFunc(pools[:i], same) || slices.ContainsFunc(pools[i+1:], same) {
			labels[i] = binaries[i]
		}
	}
	for i := range pools {
		if labels[i] == "" {
			continue
		}
		s, err := pools[i].Get(ctx)
		if err != nil {
			return nil, err
		}
		s.Label = labels[i]
		pools[i].name = s.String()
		pools[i].Put(s)
	}
	if len(binaries) != len(slices.Compact(slices.Sorted(slices.Values(poolNames(pools))))) {
		return nil, usagef("--servers names a server twice: %s", fmt.Sprint(binaries))
	}
	return pools, nil
}

func poolNames(pools []testPool) []string {
	names := make([]string, len(pools))
	for i, p := range pools {
		names[i] = p.name
	}
	return names
}

func closePools(pools []testPool) {
	for _, p := range pools {
		if p.Pool != nil {
			p.Close()
		}
	}
}
