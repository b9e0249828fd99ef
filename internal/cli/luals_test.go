package cli

import (
	"context"
	"regexp"
	"slices"
	"testing"

	"github.com/luagen/luagen/internal/redistest"
)

// TestLuaLSDefinition compares the functions that the language server is told of with
// those that a real server has.
func TestLuaLSDefinition(t *testing.T) {
	const list = `
		local found = {}
		for name, library in pairs({redis=redis, cjson=cjson, cmsgpack=cmsgpack, struct=struct, bit=bit}) do
			for member, value in pairs(library) do
				if type(value) == 'function' then table.insert(found, name .. '.' .. member) end
			end
		end
		table.sort(found)
		return found`
	redis := redistest.Start(t)
	server, err := redis.Client(3).Eval(context.Background(), list, nil).StringSlice()
	if err != nil {
		t.Fatal(err)
	}
	// What came later says so in the file.
	later := []string{"cjson.decode_array_with_array_mt"}
	if redis.Before("7.0") {
		later = append(later, "redis.acl_check_cmd")
	}
	text, err := starter.ReadFile("starter/luals/dot.luals/redis.lua")
	if err != nil {
		t.Fatal(err)
	}
	var defined []string
	for _, match := range regexp.MustCompile(`(?m)^function ([a-z0-9_.]+)\(`).FindAllStringSubmatch(string(text), -1) {
		defined = append(defined, match[1])
	}
	slices.Sort(defined)
	for _, name := range defined {
		if !slices.Contains(server, name) && !slices.Contains(later, name) {
			t.Errorf("the file defines %s, which the server has not", name)
		}
	}
	for _, name := range server {
		if !slices.Contains(defined, name) {
			t.Errorf("the server has %s, which the file does not define", name)
		}
	}
}
