package ldb

import "testing"

func TestParseValue(t *testing.T) {
	for _, tt := range []struct {
		text, want string
		kind       Kind
	}{
		{"nil", "nil", Nil},
		{"true", "true", Boolean},
		{"-1.5", "-1.5", Number},
		{"1.23457e+06", "1.23457e+06", Number},
		{"inf", "inf", Number},
		{`"a; }\"\\\x00\xff\n"`, `"a; }\"\\\x00\xff\n"`, String},
		{"{}", "{}", Table},
		{`{1; {"x"; nil}; false}`, `{1, {"x", nil}, false}`, Table},
		{`{["a"]={["b c"]=1}; [3]="x"; [true]=2}`, `{[3] = "x", [true] = 2, a = {["b c"] = 1}}`, Table},
		{`{["b"]=1; [10]=1; ["a"]=1; [9]=1}`, `{[9] = 1, [10] = 1, a = 1, b = 1}`, Table},
		{`"\x00""`, `"\x00\""`, String}, // of Valkey 8.1
		{`{["a"b"]="}""; 2}`, `{[2] = 2, ["a\"b"] = "}\""}`, Table},
		{`{[1]=x y; [a]={[b]={1; 2; }; }; }`, `{[1] = "x y", a = {b = {1, 2}}}`, Table}, // of Valkey 9.1
		{"x; y]", `"x; y]"`, String},
		{"1 2", `"1 2"`, String},
		{`"function@0x7f21c8"`, "function", Function},
		{`"light-userdata@(nil)"`, "cjson.null", Userdata},
		{`"thread@0x1"`, "coroutine", Thread},
		{`"function@home"`, `"function@home"`, String},
		{`{` + deep + `}`, "{{…}}", Table},
	} {
		v, err := ParseValue(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
		} else if v.Kind != tt.kind || v.String() != tt.want {
			t.Errorf("%s: got %d %s, want %d %s", tt.text, v.Kind, v, tt.kind, tt.want)
		}
	}
}

func TestParseValueRefuses(t *testing.T) {
	for _, text := range []string{"{", "{1", "{1; ", `{["a"]}`, `{["a"=1}`, `"a`, `"\q"`, `"\x0"`, "{1; 2"} {
		if v, err := ParseValue(text); err == nil {
			t.Errorf("%q: got %v", text, v)
		}
	}
}

func TestInexact(t *testing.T) {
	for text, want := range map[string]bool{
		"1": false, "99999": false, "-99999": false, "0.00012": false, "1.5": false, "inf": false, "100": false,
		"123456": true, "1.23457": true, "1.23457e+06": true, "1e+06": true, "-123.456": true,
	} {
		if got := (Value{Kind: Number, Text: text}).Inexact(); got != want {
			t.Errorf("%s: got %v", text, got)
		}
	}
}

func TestReplyText(t *testing.T) {
	for text, want := range map[string]string{
		`"+OK"`:                  "OK",
		`"-ERR no"`:              "(error) ERR no",
		`NULL`:                   "(nil)",
		`-3`:                     "-3",
		`"a\"b\x00"`:             `"a\"b\x00"`,
		`[]`:                     "[]",
		`["a",[1,NULL],"b, c]"]`: `["a", [1, (nil)], "b, c]"]`,
		`{"a"=>1,"b"=>#true}`:    `["a", 1, "b", true]`,
		`~("a","b")`:             `["a", "b"]`,
		`(double) 1.5`:           "1.5",
		`["a"`:                   `["a"`,
	} {
		if got := replyText(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
