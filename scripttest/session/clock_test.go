package session_test

import "testing"

// TestHeldTimesToLive reads times to live while the clock stands still: the milliseconds that pass do
// not show.
func TestHeldTimesToLive(t *testing.T) {
	got := told(t, `
-- left.lua --
--@key k
--@returns []int
return {redis.call('PTTL', KEYS[1]), redis.call('TTL', KEYS[1]), redis.call('PTTL', 'none')}
-- renew.lua --
--@key k
--@returns []int
local before = redis.call('pttl', KEYS[1])
redis.call('PEXPIRE', KEYS[1], 4500)
return {before, redis.call('PTTL', KEYS[1])}
-- a_test.redis --
@clock 2026-01-02T15:04:05Z

# shows no milliseconds
> SET "a b" x PX 7000
> left k="a b"
- 7000
- 7
- -2
@clock +2s
> PTTL "a b"
(integer) 5000
> TTL "a b"
(integer) 5
> renew k="a b"
- 5000
- 4500
> left k="a b"
- 4500
- 5
- -2
> PERSIST "a b"
> PTTL "a b"
(integer) -1
`)
	if want := "--- PASS: shows no milliseconds (TIME)\n"; got != want {
		t.Errorf("got\n%s", got)
	}
}
