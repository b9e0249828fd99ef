package clientcost

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/runtime"
)

// A kind is one kind of reply and the ways to ask for it, luagen's first.
type kind struct {
	name       string
	reply      string  // RESP
	most       float64 // luagen's time against the best by hand, at the most
	bytes      bool    // no more bytes than by hand either
	contenders func(context.Context, clients) []Contender
}

// The inputs are the same for all contenders.
const (
	key    = "counter:{ada}"
	limit  = 100
	window = time.Minute
)

// What a call may cost against the same by hand: as much, and less where the runtime
// decodes a list or a struct. (JSON is decoded by encoding/json for all.)
const (
	asMuch = 1.00
	less   = 0.95
)

// Kinds that the other bars refer to.
const (
	integer  = "an int"
	integers = "1,000 ints"
	tuple    = "a tuple"
)

func kinds() []kind {
	return []kind{
		{integer, ":42\r\n", asMuch, true, integerContenders},
		{"a bool", ":1\r\n", asMuch, false, flagContenders},
		{"a float", bulk("3.25"), asMuch, false, ratioContenders},
		{"a string", bulk("Ada Lovelace"), asMuch, false, nameContenders},
		{tuple, "*3\r\n:1\r\n:57\r\n:31\r\n", less, true, allowContenders},
		{"a nested tuple", "*3\r\n:7\r\n*2\r\n" + bulk("ada") + ":12\r\n*2\r\n" + bulk("99.5") + ":1764432000\r\n", less, false, bestContenders},
		{"a variant", "*2\r\n" + bulk("job:000017") + bulk(`send the letter`), less, true, jobContenders},
		{"a hash of 10 fields", profileReply(), less, true, profileContenders},
		{"a hash of 50 fields", settingsReply(), less, true, settingsContenders},
		{"100 rows", boardReply(100), less, false, boardContenders},
		{"1,000 rows", boardReply(1000), less, false, boardContenders},
		{"100 strings", array(100, func(i int) string { return bulk(fmt.Sprintf("user:%06d", i)) }), less, false, namesContenders},
		{integers, array(1000, func(i int) string { return ":" + strconv.Itoa(i*i) + "\r\n" }), less, false, integersContenders},
		{"a map of 100", stockReply(100), less, false, stockContenders},
		{"json", bulk(`{"id":"order:17","total":4200,"lines":[{"article":"pen","count":3},{"article":"ink","count":1}]}`), asMuch, false, orderContenders},
	}
}

func bulk(s string) string { return fmt.Sprintf("$%d\r\n%s\r\n", len(s), s) }

func array(n int, element func(int) string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "*%d\r\n", n)
	for i := range n {
		b.WriteString(element(i))
	}
	return b.String()
}

// pairs is a field/value array, in an order of its own: HGETALL's has none.
func pairs(fields ...string) string {
	return array(len(fields), func(i int) string { return bulk(fields[i]) })
}

func profileReply() string {
	return pairs("name", "Ada Lovelace", "email", "ada@example.org", "city", "London", "plan", "annual", "age", "36",
		"logins", "1234", "credits", "98765", "rating", "4.75", "active", "1", "created", "1764432000")
}

func settingsReply() string {
	value := func(i int) string {
		return []string{"dark blue", "1000", "0.125", "1", "a label of some words"}[i%5]
	}
	var fields []string
	for i := range 50 {
		fields = append(fields, []string{"theme", "limit", "ratio", "enabled", "label"}[i%5]+strconv.Itoa(i), value(i))
	}
	return pairs(fields...)
}

func boardReply(rows int) string {
	return array(2*rows, func(i int) string {
		if i%2 == 0 {
			return bulk(fmt.Sprintf("player:%06d", i/2))
		}
		return bulk(strconv.Itoa(1000 + 17*i))
	})
}

func stockReply(articles int) string {
	return array(2*articles, func(i int) string {
		if i%2 == 0 {
			return bulk(fmt.Sprintf("article:%04d", i/2))
		}
		return bulk(strconv.Itoa(3 * i))
	})
}

func handOf(c clients, s *runtime.Script) hand {
	return hand{c.goRedis, goredis.NewScript(s.Source())}
}
