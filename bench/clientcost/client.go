package clientcost

import (
	"context"
	"crypto/tls"
	"net"

	"github.com/gomodule/redigo/redis"
	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
	"github.com/redis/rueidis"

	"github.com/luagen/luagen/bench/canned"
)

// clients are the peers, connected to one canned server each of the same reply.
type clients struct {
	goRedis *goredis.Client
	redigo  redis.Conn
	rueidis rueidis.Client
	// cancellable is rueidis for contexts that may end: from the first of those on a connection
	// takes its longer way for all.
	cancellable rueidis.Client
}

func dial(reply string) (clients, error) {
	server := canned.NewServer(reply)
	c := clients{goRedis: goredis.NewClient(&goredis.Options{
		Dialer:   server.Dial,
		PoolSize: 1,
		// The server in memory has nothing to notify of.
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	})}
	conn, err := server.Dial(context.Background(), "", "")
	if err != nil {
		return clients{}, err
	}
	c.redigo = redis.NewConn(conn, 0, 0)
	for _, client := range []*rueidis.Client{&c.rueidis, &c.cancellable} {
		*client, err = rueidis.NewClient(rueidis.ClientOption{
			InitAddress: []string{"canned:6379"},
			DialCtxFn: func(ctx context.Context, _ string, _ *net.Dialer, _ *tls.Config) (net.Conn, error) {
				return server.Dial(ctx, "", "")
			},
			ForceSingleClient: true,
			DisableCache:      true,
		})
		if err != nil {
			return clients{}, err
		}
	}
	return c, nil
}

func (c clients) close() {
	_ = c.goRedis.Close()
	_ = c.redigo.Close()
	c.rueidis.Close()
	c.cancellable.Close()
}
