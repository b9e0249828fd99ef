package generator

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/luagen/luagen/parser"
)

// sample is one of a few forms that a script can have: errors of its own and shared ones, named
// types, key templates.
func sample(form, n int) string {
	switch form {
	case 0:
		return fmt.Sprintf("-- Script %d.\n--@key k\n--@returns int\nreturn %d\n", n, n)
	case 1:
		return "--@key k\n--@returns int\n--@error ErrGone = -1 it is gone\nreturn -1\n"
	case 2:
		return fmt.Sprintf("--@key k\n--@returns int\n--@error ErrGone = -1 it is gone\n--@error ErrOwn%d = -2 only here\nreturn -2\n", n)
	case 3:
		return "--@type Row = tuple(a:int, b:string)\n--@key k\n--@returns Row\nreturn {1, 'x'}\n"
	case 4:
		return "--@define counter = c:{<id>}\n--@key counter\n--@returns int\nreturn 1\n"
	case 5: // the name of what another script declares
		return fmt.Sprintf("--@key k\n--@name S%dCall\n--@returns int\nreturn 1\n", n)
	case 6: // of a package with two of them nothing is written
		return "--@key k\n--@name Twice\n--@returns int\nreturn 1\n"
	default:
		return "--@key k\n--@name broken\n--@returns tuple(a:int, a:int)\nreturn {1, 1}\n"
	}
}

func input(t *testing.T, name, text string) Input {
	t.Helper()
	s, _ := parser.ParseText(name, []byte(text))
	in := Input{Script: s}
	if s.Returns != nil {
		in.Returns = s.Returns.Type
	}
	return in
}

// TestMadeTakesOver changes a package at random and compares each step with what comes out when
// nothing is taken over.
func TestMadeTakesOver(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	opts := []Options{
		{Package: "one"}, {Package: "one", Interface: true}, {Package: "two"},
		{Package: "one", Unexported: true}, {Package: "one", Rename: map[string]string{"k": "TheKey", "none": "None"}},
	}
	inputs := map[string]Input{}
	chosen := opts[0]
	var made *Made
	came := 0
	for step := range 400 {
		name := fmt.Sprintf("s%d.lua", random.IntN(12))
		switch random.IntN(6) {
		case 0:
			delete(inputs, name)
		case 1:
			chosen = opts[random.IntN(len(opts))]
		default:
			form := random.IntN(5)
			if random.IntN(12) == 0 {
				form = 5 + random.IntN(3)
			}
			inputs[name] = input(t, name, sample(form, random.IntN(3)))
		}
		var list []Input
		for _, in := range inputs { // in any order
			list = append(list, in)
		}
		made = made.Next(chosen, list)
		fresh := (*Made)(nil).Next(chosen, list)
		if !reflect.DeepEqual(made.Files, fresh.Files) || !reflect.DeepEqual(made.Findings, fresh.Findings) {
			t.Fatalf("step %d: %d files, %v; from nothing %d files, %v", step, len(made.Files), made.Findings, len(fresh.Files), fresh.Findings)
		}
		if !reflect.DeepEqual(made.UnusedRenames(), fresh.UnusedRenames()) {
			t.Fatalf("step %d: unused are %q, want %q", step, made.UnusedRenames(), fresh.UnusedRenames())
		}
		if len(made.Files) > 0 {
			came++
		}
	}
	if came < 100 {
		t.Errorf("only %d of the packages came out", came)
	}
}

// TestMadeCounts changes one script of many: one is planned, and its file alone is written.
func TestMadeCounts(t *testing.T) {
	var list []Input
	for i := range 100 {
		list = append(list, input(t, fmt.Sprintf("s%02d.lua", i), sample(i%2, i)))
	}
	opts := Options{Package: "gen"}
	made := (*Made)(nil).Next(opts, list)
	for _, step := range []struct {
		name              string
		change            func()
		planned, rendered int
	}{
		{"nothing", func() {}, 0, 0},
		{"a comment", func() { list[2] = input(t, "s02.lua", "-- Another.\n"+sample(1, 0)) }, 1, 1},
		{"a script more", func() { list = append(list, input(t, "t.lua", sample(0, 1))) }, 1, 2}, // and the list in luagen.go
		{"a script less", func() { list = list[:len(list)-1] }, 0, 1},
		{"a name that another has", func() { list[4] = input(t, "s04.lua", "--@name S06\n"+sample(0, 1)) }, 1, 0},
		{"its correction", func() { list[4] = input(t, "s04.lua", sample(0, 4)) }, 1, 1},
		{"the package", func() { opts.Package = "other" }, 0, 101},
		{"a new name", func() { opts.Rename = map[string]string{"k": "Key"} }, 100, 100}, // luagen.go names none
	} {
		step.change()
		made = made.Next(opts, list)
		if made.Planned != step.planned || made.Rendered != step.rendered {
			t.Errorf("%s: %d planned and %d rendered, want %d and %d", step.name, made.Planned, made.Rendered, step.planned, step.rendered)
		}
	}
}
