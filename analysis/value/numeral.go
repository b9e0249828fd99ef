package value

import (
	"math"
	"strconv"
	"strings"
)

// parseNumeral reads a string as Lua's tonumber does on C's strtod: decimal or hexadecimal,
// inf and nan, blanks around it.
func parseNumeral(s string) (float64, bool) {
	s = strings.Trim(s, " \t\n\v\f\r")
	if s == "" || strings.Contains(s, "_") {
		return 0, false
	}
	body := strings.TrimLeft(s, "+-")
	if len(s)-len(body) > 1 || !beginsNumeral(body) {
		return 0, false
	}
	if len(body) > 1 && body[0] == '0' && (body[1] == 'x' || body[1] == 'X') {
		if !strings.ContainsAny(body, "pP") {
			s += "p0"
		}
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(n, 0) { // out of range is infinite
		return 0, false
	}
	return n, true
}

// beginsNumeral reports whether a numeral can begin as a text without a sign does: with a digit, or as
// inf and nan. It saves most texts the error that would say why they are none.
func beginsNumeral(s string) bool {
	return s != "" && strings.IndexByte("0123456789.iInN", s[0]) >= 0
}

func isNumeral(s string) bool {
	_, ok := parseNumeral(s)
	return ok
}

// neverNumeral reports whether no string that contains s is a numeral.
func neverNumeral(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return !strings.ContainsRune("0123456789abcdefABCDEFxXpP+-. \t\n\v\f\rinfnatyINFNATY", r)
	})
}

// FormatNumber is how Lua's tostring and ".." write a number.
func FormatNumber(n float64) string {
	switch {
	case math.IsInf(n, 1):
		return "inf"
	case math.IsInf(n, -1):
		return "-inf"
	case math.IsNaN(n):
		return "nan"
	}
	return formatG14(n)
}

// formatG14 is C's "%.14g".
func formatG14(n float64) string {
	s := strconv.FormatFloat(n, 'e', 13, 64)
	mantissa, exponent, _ := strings.Cut(s, "e")
	exp, _ := strconv.Atoi(exponent)
	if exp < -4 || exp >= 14 {
		mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
		sign, digits := "+", exp
		if exp < 0 {
			sign, digits = "-", -exp
		}
		if digits < 10 {
			return mantissa + "e" + sign + "0" + strconv.Itoa(digits)
		}
		return mantissa + "e" + sign + strconv.Itoa(digits)
	}
	s = strconv.FormatFloat(n, 'f', 13-exp, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
