package answers

import "testing"

const loading = "LOADING Redis is loading the dataset in memory"

func TestCan(t *testing.T) {
	for source, want := range map[string]bool{
		"return 1":                                                                       false,
		"-- " + loading + "\nreturn 1":                                                   false,
		"--[[ redis.error_reply(x) ]] return 1":                                          false,
		"--[==[ ]] err = x ]==] return 1":                                                false,
		"#!lua name=err\nreturn 1":                                                       false,
		"local s = '" + loading + "' return s":                                           false,
		"local s = [[redis.error_reply(ARGV[1])]] return s":                              false,
		"return redis.error_reply('NO')":                                                 false,
		"return redis.error_reply('LOADING the truck')":                                  false,
		"return redis.error_reply('" + loading + "')":                                    true,
		"return redis.error_reply('-" + loading + "')":                                   true,
		"return redis.error_reply '" + loading + "'":                                     true,
		"return redis.error_reply \"LOADING\\32Redis is loading the dataset in memory\"": true,
		"return redis.error_reply([[\n" + loading + "]])":                                true,
		"return redis.error_reply(ARGV[1])":                                              true,
		"return redis.error_reply (ARGV[1])":                                             true,
		"return redis.error_reply('FULL ' .. ARGV[1])":                                   false,
		"return redis.error_reply('LOADING ' .. ARGV[1])":                                true,
		"return redis.error_reply('LOA' .. ARGV[1])":                                     true,
		"return redis.error_reply('' .. ARGV[1])":                                        true,
		"return redis.error_reply(' ' .. ARGV[1])":                                       true,
		"return redis.error_reply('NO' == x and ARGV[1] or y)":                           true,
		"return redis.error_reply('NO' and ARGV[1])":                                     true,
		"return server.error_reply(ARGV[1])":                                             true,
		"local reply = redis.error_reply return reply(ARGV[1])":                          true,
		"return redis['error_reply'](ARGV[1])":                                           true,
		"return {err=ARGV[1]}":                                                           true,
		"return {err='NO'}":                                                              false,
		"return {err='NO', x=1}":                                                         false,
		"return {err='FULL '..x}":                                                        false,
		"return {['err']=ARGV[1]}":                                                       true,
		"local t = {} t.err = ARGV[1] return t":                                          true,
		"local t = {} t.err = 'NO' return t":                                             false,
		"local t = {} t.err = 'NO'":                                                      false,
		"local r = redis.pcall('GET', KEYS[1]) if r.err then return r end":               false,
		"local r = redis.pcall('GET', KEYS[1]) if r.err == x then return r end":          false,
		"return loadstring(ARGV[1])()":                                                   true,
		"error(ARGV[1])":                                                                 false,
		"error({err=ARGV[1]})":                                                           true,
		"local error = 5 return {n = error}":                                             false,
		"":                                                                               false,
		"'":                                                                              false,
		"[==[ redis.error_reply(x)":                                                      false,
		"'\\":                                                                            false,
	} {
		if got := Of(source).Can(loading); got != want {
			t.Errorf("%q: %v", source, got)
		}
	}
	if e := Of("return redis.error_reply('max number of clients reached')"); !e.Can("ERR max number of clients reached") {
		t.Error("ERR is added to a text without a code")
	}
}

func TestRaises(t *testing.T) {
	for source, want := range map[string]bool{
		"return 1":                       false,
		"error(ARGV[1])":                 true,
		"assert(false, ARGV[1])":         true,
		"redis.log(1, r.error)":          false,
		"-- error()\nreturn 'error'":     false,
		"return redis.error_reply('NO')": false,
		"return {err=x}":                 true,
	} {
		if got := Of(source).Raises(); got != want {
			t.Errorf("%q: %v", source, got)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("return redis.error_reply('a' .. b) -- c")
	f.Add("[==[ '\\1")
	f.Fuzz(func(t *testing.T, source string) { Of(source) })
}
