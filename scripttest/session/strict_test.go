package session_test

import "testing"

// TestStrict runs cases that are strict with a script, and cases that are not.
func TestStrict(t *testing.T) {
	got := told(t, `
-- visit.lua --
--@key user
--@returns int
redis.call('INCR', 'visits')
return redis.call('INCR', KEYS[1])
-- best.lua --
--@key best
--@arg points:int
--@returns bool
local best = redis.call('GET', KEYS[1])
if best and best >= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1])
return 1
-- a_test.redis --
# not strict
> visit user=a
1

# an undeclared key
@strict
> visit user=a
1

# numbers as text
@strict
@clock 2026-01-02T15:04:05Z
> best best=b points=9
true
> best best=b points=10
false

# an answer that is wrong, too
@strict
> visit user=a
2

# nothing is wrong with it
@strict
> best best=b points=9
true
> SET visits 1
OK
`)
	want := `--- PASS: not strict (TIME)
--- FAIL: an undeclared key (TIME)
    a_test.redis:7:1: > visit user=a
        undeclared key: INCR is called on the key "visits", which is not in KEYS and not built from one of them
        1
      the script's commands:
        INCR visits -> 1
        INCR a -> 1
      replied at visit.lua:4: return redis.call('INCR', KEYS[1])
--- FAIL: numbers as text (TIME)
    a_test.redis:15:1: > best best=b points=10
        numbers compared as text: "9" and "10" are compared as text, in which they have another order than as numbers
        false
      the script's commands:
        GET b -> "9"
      replied at best.lua:5: if best and best >= ARGV[1] then return 0 end
--- FAIL: an answer that is wrong, too (TIME)
    a_test.redis:21:1: > visit user=a
      - 2
      + 1
      the script's commands:
        INCR visits -> 1
        INCR a -> 1
      replied at visit.lua:4: return redis.call('INCR', KEYS[1])
--- PASS: nothing is wrong with it (TIME)
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
