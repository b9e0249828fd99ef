package runtime

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// A call is sent once, whatever comes back.
func TestSentOnce(t *testing.T) {
	for name, reply := range map[string]string{
		"hang up":                   hangUp,
		"hang up in the reply":      "*2\r\n:1\r\n" + hangUp,
		"made up loading":           "-LOADING the truck\r\n",
		"made up try again":         "-TRYAGAIN later\r\n",
		"made up readonly":          "-READONLY account\r\n",
		"made up cluster down":      "-CLUSTERDOWN yes\r\n",
		"made up moved":             "-MOVED item elsewhere\r\n",
		"made up noscript":          "-NOSCRIPT x script: 0123abc, on @user_script:1.\r\n",
		"other error":               "-ERR no\r\n",
		"busy":                      "-BUSY Redis is busy running a script.\r\n",
		"wrong shape":               "*0\r\n",
		"no RESP":                   "hello\r\n",
		"server's words, in script": "-LOADING Redis is loading the dataset in memory\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			var count atomic.Int64
			server := &canned{reply: func(words []string) string {
				if strings.HasPrefix(words[0], "eval") && words[1] != noSHA {
					count.Add(1)
				}
				return reply
			}}
			source := "return 1"
			if strings.HasPrefix(name, "server's words") {
				source = "return redis.error_reply('LOADING Redis is loading the dataset in memory')"
			}
			clients := map[string]Client{"client": server.client(t, 2)}
			cluster := redis.NewClusterClient(&redis.ClusterOptions{
				MaxRedirects: 3,
				ClusterSlots: func(context.Context) ([]redis.ClusterSlot, error) {
					return []redis.ClusterSlot{{Start: 0, End: 16383, Nodes: []redis.ClusterNode{{Addr: "canned:1"}}}}, nil
				},
				NewClient: func(*redis.Options) *redis.Client { return redis.NewClient(server.options(2)) },
			})
			t.Cleanup(func() { cluster.Close() })
			clients["cluster"] = cluster
			if face := redistest.AutoPipelining(t, server.client(t, 2), "AutoPipeline", nil); face != nil {
				clients["autopipeline"] = face
			}
			for kind, client := range clients {
				count.Store(0)
				s := script("t.lua", source)
				_, err := Run(context.Background(), client, call(s, (*Decoder).Int, []string{"k"}))
				if err == nil {
					t.Errorf("%s: no error", kind)
				}
				if n := count.Load(); n != 1 {
					t.Errorf("%s: sent %d times: %v", kind, n, err)
				}
				if strings.HasPrefix(reply, "-") {
					if _, ok := asType[*ScriptError](err); !ok {
						t.Errorf("%s: %T %v", kind, err, err)
					}
				}
			}
		})
	}
}

// What a server refuses to run, go-redis sends again.
func TestRefusedIsSentAgain(t *testing.T) {
	for _, refusal := range []string{
		"LOADING Redis is loading the dataset in memory",
		"LOADING Valkey is loading the dataset in memory",
		"TRYAGAIN Multiple keys request during rehashing of slot",
		"CLUSTERDOWN The cluster is down",
		"CLUSTERDOWN Hash slot not served",
		"MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
		"READONLY You can't write against a read only replica.",
		"READONLY You can't write against a read only replica. script: 0123abc, on @user_script:1.",
		"ERR Error running script (call to f_0123abc): @user_script:1: -READONLY You can't write against a read only replica.",
		"READONLY Can not run script with write flag on readonly replica",
		"NOREPLICAS Not enough good replicas to write.",
		"ERR max number of clients reached",
	} {
		var count atomic.Int64
		server := &canned{reply: func([]string) string {
			if count.Add(1) < 3 {
				return "-" + refusal + "\r\n"
			}
			return ":7\r\n"
		}}
		clients := pipelining(t, func() any { return server.client(t, 2) })
		clients["client"] = server.client(t, 2)
		for name, client := range clients {
			count.Store(0)
			n, err := eval(t, client, "return 7", (*Decoder).Int)
			if n != 7 || err != nil || count.Load() != 3 {
				t.Errorf("%s: %s: %d, %v after %d", name, refusal, n, err, count.Load())
			}
			count.Store(0)
			c := call(script("t.lua", "return 7"), (*Decoder).Int, []string{"k"})
			if err := Pipeline(context.Background(), client, c); err != nil || count.Load() != 3 {
				t.Errorf("%s: %s: Pipeline: %v after %d", name, refusal, err, count.Load())
			}
		}
	}
}

// A batch of which the server ran nothing is sent again with its transactions.
func TestRefusedBatchIsSentAgain(t *testing.T) {
	var words []string
	refusals, queued := 3, 0
	server := &canned{reply: func(w []string) string {
		words = append(words, w[0])
		switch {
		case w[0] == "multi":
			queued = 0
			return "+OK\r\n"
		case w[0] == "exec" && queued < 2:
			return "-EXECABORT Transaction discarded because of previous errors.\r\n"
		case w[0] == "exec":
			return "*2\r\n:5\r\n*1\r\n:6\r\n"
		case refusals > 0:
			refusals--
			return "-LOADING Redis is loading the dataset in memory\r\n"
		case len(w) == 4 && w[3] == "k":
			queued++
			return "+QUEUED\r\n"
		}
		return ":7\r\n"
	}}
	s := script("t.lua", "return 7")
	single := call(s, (*Decoder).Int, []string{"single"})
	first, second := call(s, (*Decoder).Int, []string{"k"}), NewIntsCall(s, 1)
	second.Args.Key("k")
	if err := Pipeline(context.Background(), server.client(t, 2), single, first, second); err != nil {
		t.Error(err)
	}
	if got := strings.Join(words, " "); got != "evalsha multi evalsha evalsha exec evalsha multi evalsha evalsha exec" {
		t.Error(got)
	}
	a, _ := single.Result()
	b, _ := first.Result()
	c, _ := second.Result()
	if a != 7 || b != 5 || !slices.Equal(c, []int64{6}) {
		t.Error(a, b, c)
	}
}

func TestHangUpIsTheCallersError(t *testing.T) {
	server := &canned{reply: func([]string) string { return hangUp }}
	_, err := eval(t, server.client(t, 2), "return 7", (*Decoder).Int)
	if !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}
