package bench

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Inside is the time that calls took inside the server, by its own account. It is
// exact while nobody else runs scripts there.
type Inside struct {
	Median, Max time.Duration
	Calls       int
}

// MeasureInside runs the calls of a load one at a time and asks the server after each how
// long it took. It tells progress how many calls are done.
func MeasureInside(ctx context.Context, client *redis.Client, load Load, progress func(done int)) (Inside, error) {
	name := strings.ToLower(fmt.Sprint(load.Command[0]))
	before, err := spent(ctx, client, name)
	if err != nil {
		return Inside{}, err
	}
	times := make([]time.Duration, load.Calls)
	for i := range times {
		if _, err := load.run(ctx, client); err != nil {
			return Inside{}, err
		}
		after, err := spent(ctx, client, name)
		if err != nil {
			return Inside{}, err
		}
		times[i], before = after-before, after
		progress(i + 1)
	}
	slices.Sort(times)
	return Inside{Median: times[len(times)/2], Max: times[len(times)-1], Calls: load.Calls}, nil
}

// spent is the time that a server has spent in a command since it started.
func spent(ctx context.Context, client *redis.Client, name string) (time.Duration, error) {
	info, err := client.Info(ctx, "commandstats").Result()
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(info) {
		stats, ok := strings.CutPrefix(strings.TrimSpace(line), "cmdstat_"+name+":")
		if !ok {
			continue
		}
		for field := range strings.SplitSeq(stats, ",") {
			if usec, ok := strings.CutPrefix(field, "usec="); ok {
				n, err := strconv.ParseInt(usec, 10, 64)
				return time.Duration(n) * time.Microsecond, err
			}
		}
	}
	return 0, nil // not called yet
}

// ServerVersion is what a server calls itself: "Redis 7.0.15".
func ServerVersion(ctx context.Context, client *redis.Client) (string, error) {
	info, err := client.Info(ctx, "server").Result()
	if err != nil {
		return "", err
	}
	name, version := "Redis", "of unknown version"
	for line := range strings.Lines(info) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch key {
		case "redis_version":
			if name == "Redis" {
				version = value
			}
		case "valkey_version":
			name, version = "Valkey", value
		case "dragonfly_version":
			name, version = "Dragonfly", value
		}
	}
	return name + " " + version, nil
}
