package runtime

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// serversWords are errors in the words of servers.
var serversWords = []string{
	"LOADING Redis is loading the dataset in memory",
	"READONLY You can't write against a read only replica.",
	"TRYAGAIN Multiple keys request during rehashing of slot",
	"CLUSTERDOWN The cluster is down",
	"CLUSTERDOWN Hash slot not served",
	"MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
	"NOREPLICAS Not enough good replicas to write.",
	"MOVED 1 127.0.0.1:1",
	"ASK 1 127.0.0.1:1",
	"ERR max number of clients reached",
	"ERR max number of clients reached by far",
	"ERR -READONLY You can't write against a read only replica.",
	"NOSCRIPT No matching script. Please use EVAL.",
	"NOSCRIPT No matching script.",
	"EXECABORT Transaction discarded because of previous errors.",
	"BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
}

// ownErrors are scripts that write and then answer with a text from elsewhere.
var ownErrorScripts = map[string]string{
	"returned":     "return redis.error_reply(ARGV[1])",
	"in a table":   "return {err = ARGV[1]}",
	"raised":       "error({err = ARGV[1]})",
	"raised text":  "error(ARGV[1])",
	"stored":       "redis.call('SET', KEYS[2], ARGV[1]) return redis.error_reply(redis.call('GET', KEYS[2]))",
	"decoded":      "return cjson.decode(cjson.encode({err = ARGV[1]}))",
	"by any field": "local t = {} t[string.lower('ERR')] = ARGV[1] return t",
}

// A script that has written, and answers with an error in the server's words, has run. It
// runs no second time, wherever the words come from, in every form and through every
// face.
func TestOwnErrorsInTheServersWords(t *testing.T) {
	server := redistest.Start(t)
	testOwnErrors(t, connect(t, server.Addr), faces(t, server.Addr))
}

func testOwnErrors(t *testing.T, admin redis.UniversalClient, clients map[string]Client) {
	ctx := context.Background()
	for how, answer := range ownErrorScripts {
		s := script(how+".lua", "redis.call('INCR', KEYS[1]) "+answer)
		if err := Load(ctx, admin, s); err != nil {
			t.Fatal(err)
		}
		for face, client := range clients {
			for i, words := range serversWords {
				for way, send := range ways {
					tag := fmt.Sprintf("{%s %s %d %s}", how, face, i, way)
					c := call(s, (*Decoder).Int, []string{tag, tag + "text"}, words)
					send(ctx, client, c)
					_, err := c.Result()
					if _, ok := asType[*ScriptError](err); !ok {
						t.Errorf("%s, %s, %s: %q: %T %v", how, face, way, words, err, err)
					}
					if n, err := admin.Get(ctx, tag).Int(); n != 1 || err != nil {
						t.Errorf("%s, %s, %s: %q: ran %d times, %v", how, face, way, words, n, err)
					}
				}
			}
		}
	}
}

// What a script only mentions is no reason to doubt the server.
func TestMentionsAreNoErrors(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	admin := connect(t, server.Addr)
	for i, source := range []string{
		"-- NOSCRIPT No matching script. Please use EVAL.\n" + countSource,
		"--[[ redis.error_reply('NOSCRIPT No matching script. Please use EVAL.') ]] " + countSource,
		"local note = 'NOSCRIPT No matching script. Please use EVAL.' " + countSource,
		"if ARGV[1] == 'NOSCRIPT' then return redis.error_reply('NOSCRIPT for you') end " + countSource,
		"if ARGV[1] then return redis.error_reply('NOSCRIPT No matching script. Please use EVAL.') end " + countSource,
		"if ARGV[1] then return redis.error_reply(ARGV[1]) end " + countSource,
		"if ARGV[1] then return cjson.decode(ARGV[1]) end " + countSource,
	} {
		s := script("mention.lua", source)
		for face, client := range faces(t, server.Addr) {
			for way, send := range ways {
				admin.ScriptFlush(ctx)
				key := fmt.Sprint(i, face, way)
				first, second := call(s, (*Decoder).Int, []string{key}), call(s, (*Decoder).Int, []string{key})
				send(ctx, client, first, second)
				a, err1 := first.Result()
				b, err2 := second.Result()
				if a != 1 || b != 2 {
					t.Errorf("%s, %s, %s: %d, %d, %v", source, face, way, a, b, errors.Join(err1, err2))
				}
			}
		}
	}
}

// A refusal that is the server's is retried also where the script could have used the
// same words: the server says so when it is asked.
func TestRefusalsOfScriptsThatCouldHaveMadeThem(t *testing.T) {
	open := "if ARGV[1] then return redis.error_reply(ARGV[1]) end return 7"
	for source, words := range map[string][]string{
		"-- READONLY, LOADING, TRYAGAIN\nlocal note = 'CLUSTERDOWN' return 7": serversWords[:7],
		open: {serversWords[0], serversWords[2], serversWords[3], serversWords[4], serversWords[5]},
	} {
		for _, refusal := range words {
			var runs, refusals atomic.Int64
			server := &canned{reply: func(words []string) string {
				if refusals.Add(-1) >= 0 {
					return "-" + refusal + "\r\n"
				}
				if words[0] == "evalsha" && words[1] == noSHA {
					return "-NOSCRIPT No matching script. Please use EVAL.\r\n"
				}
				runs.Add(1)
				return ":7\r\n"
			}}
			clients := pipelining(t, func() any { return server.client(t, 2) })
			clients["client"] = server.client(t, 2)
			for name, client := range clients {
				for way, send := range ways {
					if way == "Tx" {
						continue
					}
					runs.Store(0)
					refusals.Store(2)
					c := call(script("t.lua", source), (*Decoder).Int, []string{"k"})
					send(context.Background(), client, c)
					if n, err := c.Result(); n != 7 || err != nil || runs.Load() != 1 {
						t.Errorf("%s, %s: %s: %s: %d, %v after %d runs", name, way, source, refusal, n, err, runs.Load())
					}
				}
			}
		}
	}
}

// Where it cannot be known whether the call has run, it is not sent again: the server does
// not refuse by the time that it is asked, or does not say.
func TestDoubtfulCallIsNotRepeated(t *testing.T) {
	for name, answer := range map[string]string{
		"taken":    "-NOSCRIPT No matching script. Please use EVAL.\r\n",
		"refused":  "-NOPERM no\r\n",
		"strange":  ":1\r\n",
		"other":    "-BUSY x\r\n",
		"hang up":  hangUp,
		"no array": "+OK\r\n",
	} {
		for _, words := range serversWords[:13] {
			var runs atomic.Int64
			server := &canned{reply: func(w []string) string {
				if w[0] == "script" || w[1] == noSHA {
					return answer
				}
				runs.Add(1)
				return "-" + words + "\r\n"
			}}
			client := server.client(t, 2)
			for _, send := range []func(*Call[int64]){
				func(c *Call[int64]) { _, _ = Run(context.Background(), client, c) },
				func(c *Call[int64]) { _ = Pipeline(context.Background(), client, c) },
			} {
				runs.Store(0)
				c := call(script("t.lua", "return redis.error_reply(ARGV[1])"), (*Decoder).Int, []string{"k"}, words)
				send(c)
				if _, err := c.Result(); runs.Load() != 1 || !strings.HasSuffix(text(err), words) {
					t.Errorf("%s: %s: sent %d times: %v", name, words, runs.Load(), err)
				}
			}
		}
	}
}
