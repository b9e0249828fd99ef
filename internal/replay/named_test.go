package replay

import (
	"fmt"
	"testing"
)

func TestNamed(t *testing.T) {
	s, _, _ := load(t, "--@key stock = s:{<article>}\n--@keys more...\n--@args units:int, fields:map[string]string...\nreturn 1\n")
	for _, tt := range []struct {
		inputs []string
		want   string
	}{
		{[]string{"units=3", "article=pen", "more=a", "fields=x=1", "more=b"}, "{[article=pen more=a more=b] [units=3 fields=x=1]}"},
		{nil, "{[] []}"},
		{[]string{"unit=3"}, "unit=3: no such name; did you mean units?"},
		{[]string{"quantity=3"}, "quantity=3: no such name; the script has article, more, units, fields"},
		{[]string{"pen"}, "pen: expected NAME=VALUE, for one of article, more, units, fields"},
	} {
		in, err := Named(s, tt.inputs)
		got := fmt.Sprintf("{%v %v}", in.Keys, in.Args)
		if err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.inputs, got, tt.want)
		}
	}
}
