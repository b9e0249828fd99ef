package fuzz

import (
	"math/rand/v2"
	"strconv"
)

// data makes commands that fill keys which the script is known to ask for: of the kind that it
// expects, of another one where hostile, or not at all.
func (k *knowledge) data(r *rand.Rand, hostile bool) [][]string {
	var setup [][]string
	for _, key := range k.all {
		group := k.groupOf(r, key)
		if hostile && r.IntN(2) == 0 {
			group = pick(r, []string{"string", "list", "hash", "set", "sorted-set", "stream"})
		}
		if group == "" || r.IntN(3) == 0 {
			continue
		}
		if k.ownData && !hostile && (group == "string" || group == "list" || group == "hash") {
			continue // the script has to write it itself
		}
		setup = append(setup, k.fill(r, key, group))
		if r.IntN(4) == 0 {
			setup = append(setup, []string{"PEXPIRE", key, "100000"})
		}
	}
	return setup
}

// groupOf is the kind of data that a key should hold; empty when that is not known.
func (k *knowledge) groupOf(r *rand.Rand, key string) string {
	groups := k.keys[key].groups
	if len(groups) == 0 {
		groups = k.groups
	}
	if len(groups) == 0 {
		return ""
	}
	return pick(r, groups)
}

// many is how many elements make a collection a big one: more than unpack takes.
const many = 9000

// fill is a command that gives a key data.
func (k *knowledge) fill(r *rand.Rand, key, group string) []string {
	n := pick(r, []int{1, 1, 2, 3, 5, 10})
	if r.IntN(25) == 0 {
		if big := bigFill[group]; big != "" {
			return []string{"EVAL", "for i = 1, ARGV[1] do " + big + " end", "1", key, strconv.Itoa(many)}
		}
	}
	switch group {
	case "list":
		return append([]string{"RPUSH", key}, k.elements(r, n)...)
	case "set":
		return append([]string{"SADD", key}, k.elements(r, n)...)
	case "hash":
		return append([]string{"HSET", key}, k.hash(r, key)...)
	case "sorted-set":
		words := []string{"ZADD", key}
		for _, e := range k.elements(r, n) {
			words = append(words, strconv.FormatInt(pick(r, k.ints), 10), e)
		}
		return words
	case "geo":
		return []string{"GEOADD", key, "13.4", "52.5", "a", "11.6", "48.1", "b"}
	case "stream":
		return []string{"XADD", key, strconv.Itoa(n) + "-1", "field", pick(r, k.values)}
	case "hyperloglog":
		return append([]string{"PFADD", key}, k.elements(r, n)...)
	default:
		return []string{"SET", key, pick(r, k.values)}
	}
}

// bigFill is the Lua that adds the i-th element.
var bigFill = map[string]string{
	"list":       "redis.call('RPUSH', KEYS[1], i)",
	"set":        "redis.call('SADD', KEYS[1], i)",
	"hash":       "redis.call('HSET', KEYS[1], i, i)",
	"sorted-set": "redis.call('ZADD', KEYS[1], i, i)",
}

func (k *knowledge) elements(r *rand.Rand, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = pick(r, k.values)
	}
	return list
}

// hash are fields, those that the script asks for among them, most of the time, with values.
func (k *knowledge) hash(r *rand.Rand, key string) []string {
	var words []string
	for _, f := range k.keys[key].fields {
		if r.IntN(4) > 0 {
			words = append(words, f, pick(r, k.values))
		}
	}
	if len(words) == 0 {
		words = []string{"field", pick(r, k.values)}
	}
	return words
}
