package clientcost

import (
	"strconv"

	"github.com/luagen/luagen/bench/shapes"
)

const allOfSettings = 1<<50 - 1

func setSetting(s *shapes.ReadSettingsResult, name, text string) (bit uint64, err error) {
	switch name {
	case "theme0":
		bit = 1 << 0
		s.Theme0 = text
	case "limit1":
		bit = 1 << 1
		s.Limit1, err = strconv.ParseInt(text, 10, 64)
	case "ratio2":
		bit = 1 << 2
		s.Ratio2, err = strconv.ParseFloat(text, 64)
	case "enabled3":
		bit = 1 << 3
		s.Enabled3, err = boolOf(text)
	case "label4":
		bit = 1 << 4
		s.Label4 = text
	case "theme5":
		bit = 1 << 5
		s.Theme5 = text
	case "limit6":
		bit = 1 << 6
		s.Limit6, err = strconv.ParseInt(text, 10, 64)
	case "ratio7":
		bit = 1 << 7
		s.Ratio7, err = strconv.ParseFloat(text, 64)
	case "enabled8":
		bit = 1 << 8
		s.Enabled8, err = boolOf(text)
	case "label9":
		bit = 1 << 9
		s.Label9 = text
	case "theme10":
		bit = 1 << 10
		s.Theme10 = text
	case "limit11":
		bit = 1 << 11
		s.Limit11, err = strconv.ParseInt(text, 10, 64)
	case "ratio12":
		bit = 1 << 12
		s.Ratio12, err = strconv.ParseFloat(text, 64)
	case "enabled13":
		bit = 1 << 13
		s.Enabled13, err = boolOf(text)
	case "label14":
		bit = 1 << 14
		s.Label14 = text
	case "theme15":
		bit = 1 << 15
		s.Theme15 = text
	case "limit16":
		bit = 1 << 16
		s.Limit16, err = strconv.ParseInt(text, 10, 64)
	case "ratio17":
		bit = 1 << 17
		s.Ratio17, err = strconv.ParseFloat(text, 64)
	case "enabled18":
		bit = 1 << 18
		s.Enabled18, err = boolOf(text)
	case "label19":
		bit = 1 << 19
		s.Label19 = text
	case "theme20":
		bit = 1 << 20
		s.Theme20 = text
	case "limit21":
		bit = 1 << 21
		s.Limit21, err = strconv.ParseInt(text, 10, 64)
	case "ratio22":
		bit = 1 << 22
		s.Ratio22, err = strconv.ParseFloat(text, 64)
	case "enabled23":
		bit = 1 << 23
		s.Enabled23, err = boolOf(text)
	case "label24":
		bit = 1 << 24
		s.Label24 = text
	case "theme25":
		bit = 1 << 25
		s.Theme25 = text
	case "limit26":
		bit = 1 << 26
		s.Limit26, err = strconv.ParseInt(text, 10, 64)
	case "ratio27":
		bit = 1 << 27
		s.Ratio27, err = strconv.ParseFloat(text, 64)
	case "enabled28":
		bit = 1 << 28
		s.Enabled28, err = boolOf(text)
	case "label29":
		bit = 1 << 29
		s.Label29 = text
	case "theme30":
		bit = 1 << 30
		s.Theme30 = text
	case "limit31":
		bit = 1 << 31
		s.Limit31, err = strconv.ParseInt(text, 10, 64)
	case "ratio32":
		bit = 1 << 32
		s.Ratio32, err = strconv.ParseFloat(text, 64)
	case "enabled33":
		bit = 1 << 33
		s.Enabled33, err = boolOf(text)
	case "label34":
		bit = 1 << 34
		s.Label34 = text
	case "theme35":
		bit = 1 << 35
		s.Theme35 = text
	case "limit36":
		bit = 1 << 36
		s.Limit36, err = strconv.ParseInt(text, 10, 64)
	case "ratio37":
		bit = 1 << 37
		s.Ratio37, err = strconv.ParseFloat(text, 64)
	case "enabled38":
		bit = 1 << 38
		s.Enabled38, err = boolOf(text)
	case "label39":
		bit = 1 << 39
		s.Label39 = text
	case "theme40":
		bit = 1 << 40
		s.Theme40 = text
	case "limit41":
		bit = 1 << 41
		s.Limit41, err = strconv.ParseInt(text, 10, 64)
	case "ratio42":
		bit = 1 << 42
		s.Ratio42, err = strconv.ParseFloat(text, 64)
	case "enabled43":
		bit = 1 << 43
		s.Enabled43, err = boolOf(text)
	case "label44":
		bit = 1 << 44
		s.Label44 = text
	case "theme45":
		bit = 1 << 45
		s.Theme45 = text
	case "limit46":
		bit = 1 << 46
		s.Limit46, err = strconv.ParseInt(text, 10, 64)
	case "ratio47":
		bit = 1 << 47
		s.Ratio47, err = strconv.ParseFloat(text, 64)
	case "enabled48":
		bit = 1 << 48
		s.Enabled48, err = boolOf(text)
	case "label49":
		bit = 1 << 49
		s.Label49 = text
	}
	return bit, err
}
