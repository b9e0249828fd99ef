package raised

import "testing"

// Error replies as servers sent them.
var captured = []struct {
	name, text string
	want       Error
}{
	{"redis 6, lua error", "ERR Error running script (call to f_0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4): @user_script:12: user_script:12: boom", Error{"ERR", "boom", 12}},
	{"redis 6, command", "ERR Error running script (call to f_0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4): @user_script:1: WRONGTYPE Operation against a key holding the wrong kind of value", Error{"WRONGTYPE", "Operation against a key holding the wrong kind of value", 1}},
	{"redis 6, command, plain", "ERR Error running script (call to f_0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4): @user_script:3: ERR value is not an integer or out of range", Error{"ERR", "value is not an integer or out of range", 3}},
	{"redis 6, replica", "ERR Error running script (call to f_0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4): @user_script:1: @user_script: 1: -READONLY You can't write against a read only replica.", Error{"READONLY", "You can't write against a read only replica.", 1}},
	{"redis 6, error of the caller", "ERR Error running script (call to f_0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4): @user_script:1: user_script:2: boom", Error{"ERR", "boom", 2}},
	{"redis 6, lua error in capitals", "ERR Error running script (call to f_0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4): @user_script:1: user_script:1: BUSY now", Error{"ERR", "BUSY now", 1}},
	{"redis 6, no code", "ERR Error running script (call to f_0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4): @user_script:1: not a code", Error{"ERR", "not a code", 1}},
	{"redis 6, returned from pcall", "@user_script: 2: Wrong number of args calling Redis command From Lua script", Error{"ERR", "Wrong number of args calling Redis command From Lua script", 2}},
	{"redis 3, space", "ERR Error running script (call to f_9c623c243d74e75a4fe64de7a6826b47f8d7d400): @user_script:1: @user_script: 1: Lua redis() command arguments must be strings or integers", Error{"ERR", "Lua redis() command arguments must be strings or integers", 1}},
	{"redis 7, lua error", "ERR user_script:12: boom script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on @user_script:12.", Error{"ERR", "boom", 12}},
	{"redis 7, error of the caller", "ERR user_script:2: boom script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on @user_script:1.", Error{"ERR", "boom", 2}},
	{"redis 7, rethrown", "ERR user_script:5: user_script:3: inner script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on @user_script:5.", Error{"ERR", "inner", 5}},
	{"redis 7, command", "WRONGTYPE Operation against a key holding the wrong kind of value script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on @user_script:4.", Error{"WRONGTYPE", "Operation against a key holding the wrong kind of value", 4}},
	{"redis 7, error table", "MYCODE x script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on @user_script:2.", Error{"MYCODE", "x", 2}},
	{"valkey 9.1, lua error", "ERR user_script:12: boom script: on @user_script:12.", Error{"ERR", "boom", 12}},
	{"valkey 9.1, command", "WRONGTYPE Operation against a key holding the wrong kind of value script: on @user_script:4.", Error{"WRONGTYPE", "Operation against a key holding the wrong kind of value", 4}},
	{"redis 7, in C", "ERR Unknown Redis command called from script script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on =[C]:-1.", Error{"ERR", "Unknown Redis command called from script", 0}},
	{"redis 7, loaded chunk", "WRONGTYPE Operation against a key holding the wrong kind of value script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on redis.call('LPUSH', 'k', 1):1.", Error{"WRONGTYPE", "Operation against a key holding the wrong kind of value", 0}},
	{"redis 7, loaded chunk with the marker", "MYCODE x script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on return ' script: ':1.", Error{"MYCODE", "x", 0}},
	{"redis 7, message with the marker", "ERR no script: a, on user_script: script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on @user_script:3.", Error{"ERR", "no script: a, on user_script:", 3}},
	{"valkey 9.1, in C", "ERR Unknown Redis command called from script script: on =[C]:-1.", Error{"ERR", "Unknown Redis command called from script", 0}},
	{"compile", "ERR Error compiling script (new function): user_script:3: '=' expected near 'x'", Error{"ERR", "Error compiling script (new function): '=' expected near 'x'", 3}},
	{"returned", "ALREADY_LIKED post 7", Error{"ALREADY_LIKED", "post 7", 0}},
	{"returned, one word", "single", Error{"", "single", 0}},
	{"returned, no code", "not a code", Error{"", "not a code", 0}},
	{"returned, in capitals", "NOT FOUND", Error{"NOT", "FOUND", 0}},
	{"returned, markers only", "ERR a script: b, on c:1 script: on d:2 script: script: e:x.", Error{"ERR", "a script: b, on c:1 script: on d:2 script: script: e:x.", 0}},
	{"returned, like a position", "@user_script: no", Error{"", "@user_script: no", 0}},
	{"returned, like a suffix", "ERR run the script: user_script", Error{"ERR", "run the script: user_script", 0}},
	{"returned, like a suffix without its SHA", "ERR a script: on chapter:1.", Error{"ERR", "a script: on chapter:1.", 0}},
	{"busy", "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", Error{"BUSY", "Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", 0}},
	{"empty", "", Error{"", "", 0}},
}

func TestParse(t *testing.T) {
	for _, test := range captured {
		if got := Parse(test.text); got != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, got, test.want)
		}
	}
}
