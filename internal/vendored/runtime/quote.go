// Code generated from runtime/quote.go. DO NOT EDIT.

package runtime

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Longest text quoted in an error, in bytes.
const quoteLimit = 60

// quote shows a text in an error: quoted, and cut when it is long.
func quote[S ~string | ~[]byte](text S) string {
	if len(text) <= quoteLimit {
		return strconv.Quote(string(text))
	}
	cut := string(text[:quoteLimit])
	// Do not split the last character.
	for i := 0; i < utf8.UTFMax && len(cut) > 0; i++ {
		if r, size := utf8.DecodeLastRuneInString(cut); r != utf8.RuneError || size != 1 {
			break
		}
		cut = cut[:len(cut)-1]
	}
	return strconv.Quote(cut) + "… (" + strconv.Itoa(len(text)) + " bytes)"
}

func quoteAll[S ~string](texts []S) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = quote(text)
	}
	return strings.Join(quoted, ", ")
}

func listAll[E ~int64](numbers []E) string {
	digits := make([]string, len(numbers))
	for i, n := range numbers {
		digits[i] = strconv.FormatInt(int64(n), 10)
	}
	return strings.Join(digits, ", ")
}
