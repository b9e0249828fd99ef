package core

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

var errLimit = errors.New("the counter is at its limit")

func TestDeclaredErrorTexts(t *testing.T) {
	errText := errors.New("text")
	s := script("t.lua", "", OnCode("NOT", errLimit), OnError("NOT FOUND", errText), OnError("LOCKED", errText), OnError("ERR odd", errText))
	for raw, want := range map[string]error{
		"-NOT FOUND\r\n":      errText, // the text, though the code stands first
		"-NOT FOUND here\r\n": errLimit,
		"-NOT\r\n":            errLimit,
		"-LOCKED\r\n":         errText,
		"-ERR LOCKED\r\n":     errText,
		"-LOCKED by\r\n":      nil,
		"-ERR odd\r\n":        errText,
		"-WRONG LOCKED\r\n":   nil,
	} {
		_, err := Decode(request(s), []byte(raw), Discard)
		if err == nil || errors.Is(err, errText) != (want == errText) || errors.Is(err, errLimit) != (want == errLimit) {
			t.Errorf("%q: %v, want %v", raw, err, want)
		}
	}
}

func TestDeclaredErrors(t *testing.T) {
	s := script("like_post.lua", "",
		OnInt(-1, errLimit), OnString("busy", errLimit), OnNil(errLimit), OnCode("ALREADY_LIKED", errLimit), OnError("NOT FOUND", errLimit))
	for raw, claimed := range map[string]bool{
		":-1\r\n":              true,
		"$4\r\nbusy\r\n":       true,
		"+busy\r\n":            true,
		"$-1\r\n":              true,
		"_\r\n":                true,
		"-ALREADY_LIKED x\r\n": true,
		"-NOT FOUND\r\n":       true,
		"-ERR NOT FOUND\r\n":   true,
		"-ERR user_script:3: NOT FOUND script: 0123abc, on @user_script:3.\r\n": true,
		"|1\r\n+a\r\n+b\r\n-NOT FOUND\r\n":                                      true,
		"!9\r\nNOT FOUND\r\n":                                                   true,
		":1\r\n":                                                                false,
		"-NOT FOUND here\r\n":                                                   false,
		"-ERR busy\r\n":                                                         false,
		"$2\r\n-1\r\n":                                                          false,
	} {
		_, err := Decode(request(s), []byte(raw), Discard)
		if errors.Is(err, errLimit) != claimed {
			t.Errorf("%q: %v", raw, err)
		}
		if claimed {
			wantText(t, err, "like_post.lua: the counter is at its limit")
		}
	}
}

// CROSSSLOT names the keys, but not thousands of them.
func TestCrossSlotNamesTheKeys(t *testing.T) {
	const a, advice = `"a" in slot 15495, `, "; give the keys a common hash tag, as in {tag}:key"
	for n, list := range map[int]string{
		2:    a + `"b" in slot 3300`,
		20:   strings.Repeat(a, 19) + `"b" in slot 3300`,
		1000: strings.Repeat(a, 20) + "… (1000 keys)",
	} {
		keys := append(slices.Repeat([]string{"a"}, n-1), "b")
		_, err := Decode(request(script("move.lua", ""), keys...), []byte("-CROSSSLOT no\r\n"), Discard)
		wantText(t, err, "move.lua: CROSSSLOT no: "+list+advice)
	}
}
