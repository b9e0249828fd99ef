// Code generated from runtime/internal/quote/quote.go. DO NOT EDIT.

// Package quote shows texts and values in errors.
package quote

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limit is the longest text quoted in an error, in bytes.
const Limit = 60

// Text shows a text in an error: quoted, and cut when it is long.
func Text[S ~string | ~[]byte](text S) string {
	if len(text) <= Limit {
		return strconv.Quote(string(text))
	}
	cut := string(text[:Limit])
	// Do not split the last character.
	for i := 0; i < utf8.UTFMax && len(cut) > 0; i++ {
		if r, size := utf8.DecodeLastRuneInString(cut); r != utf8.RuneError || size != 1 {
			break
		}
		cut = cut[:len(cut)-1]
	}
	return strconv.Quote(cut) + "… (" + strconv.Itoa(len(text)) + " bytes)"
}

// List shows texts, each quoted, with commas between them.
func List[S ~string](texts []S) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = Text(text)
	}
	return strings.Join(quoted, ", ")
}

// Numbers shows numbers with commas between them.
func Numbers[E ~int64](numbers []E) string {
	digits := make([]string, len(numbers))
	for i, n := range numbers {
		digits[i] = strconv.FormatInt(int64(n), 10)
	}
	return strings.Join(digits, ", ")
}
