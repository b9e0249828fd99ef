package resp_test

import (
	"bufio"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/internal/resp"
)

// TestLinesAreThoseOfRedisCLI compares with what redis-cli prints for a terminal.
func TestLinesAreThoseOfRedisCLI(t *testing.T) {
	server := redistest.Start(t)
	cli, err := exec.LookPath(filepath.Join(filepath.Dir(redistest.Binary(t)), "redis-cli"))
	if err != nil {
		t.Skip("there is no redis-cli beside the server")
	}
	for _, protocol := range []string{"2", "3"} {
		conn, err := net.Dial("tcp", server.Addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		replies := bufio.NewReader(conn)
		ask := func(args ...string) resp.Value {
			if err := resp.WriteCommand(conn, args); err != nil {
				t.Fatal(err)
			}
			v, err := resp.Read(replies)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		ask("HELLO", protocol)
		for _, lua := range []string{
			"return 1", "return 'a'", `return 'q"\\\n\r\t\a\b\0é'`, "return {}", "return false", "return true",
			"return redis.status_reply('FINE')", "return redis.error_reply('NO way')",
			"return {1, {2, 'x', {}, {3, {4}}}, false, 'y'}",
			"local t = {} for i = 1, 12 do t[i] = {i, {i}} end return t",
			"return {double = 3.25}", "return {map = {a = 1}}", "return {map = {a = {1, 2}}}", "return {set = {a = true}}",
			"return {{map = {a = {map = {b = 1}}}}, 2}", "return {map = {}}", "return {set = {}}",
			"redis.setresp(3) return true", "redis.setresp(3) return false",
			"return {verbatim_string = {format = 'txt', string = 'a\\nb'}}",
			"return {'a', redis.error_reply('NO way'), 'b'}",
		} {
			want, err := exec.Command(cli, "-"+protocol, "--no-raw", "-p", server.Port(), "EVAL", lua, "0").CombinedOutput()
			if err != nil {
				t.Fatalf("redis-cli: %v\n%s", err, want)
			}
			got := strings.Join(ask("EVAL", lua, "0").Lines(), "\n")
			if got != strings.TrimRight(string(want), "\n") {
				t.Errorf("RESP%s: %s:\n%s\nwant\n%s", protocol, lua, got, want)
			}
		}
	}
}
