package cli

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestLaunchInputs(t *testing.T) {
	var inputs map[string]json.RawMessage
	text := `{"units": 3, "article": "a b", "big": 12345678901234567890, "on": true, "tags": ["x", 1], "doc": {"a": [1]}, "none": []}`
	if err := json.Unmarshal([]byte(text), &inputs); err != nil {
		t.Fatal(err)
	}
	want := []string{"article=a b", "big=12345678901234567890", `doc={"a": [1]}`, "on=true", "tags=x", "tags=1", "units=3"}
	if got := launchInputs(inputs); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
