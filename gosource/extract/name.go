package extract

import (
	"go/token"
	"path/filepath"
	"strings"
	"unicode"
)

// stem is the name of a script without the words that say that it is one: "release" of
// "luaReleaseScript".
func stem(name string) string {
	for _, suffix := range []string{"Script", "Lua", "LuaScript", "Source", "Src", "SHA", "Code"} {
		if rest, ok := strings.CutSuffix(name, suffix); ok && rest != "" {
			name = rest
		}
	}
	for _, prefix := range []string{"luaScript", "lua", "Lua", "script", "Script"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && rest != "" && unicode.IsUpper([]rune(rest)[0]) {
			name = rest
		}
	}
	if i := strings.IndexFunc(name, func(r rune) bool { return r != '_' }); i > 0 {
		name = name[i:]
	}
	return name
}

// fileName is the name of a .lua file, without its ending, for a Go name.
func fileName(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) && runes[i-1] != '_' && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			b.WriteByte('_')
		}
		if r > unicode.MaxASCII {
			continue
		}
		b.WriteRune(unicode.ToLower(r))
	}
	if s := b.String(); s != "" && !isConstrainedName(s+".lua.go") && !strings.HasSuffix(s, "_test") {
		return s
	}
	return b.String() + "_script"
}

// goName is the name of a function for a script, exported or not.
func goName(name string, exported bool) string {
	runes := []rune(name)
	if len(runes) == 0 {
		return ""
	}
	if exported {
		runes[0] = unicode.ToUpper(runes[0])
		return string(runes)
	}
	if unicode.IsLower(runes[0]) {
		return name
	}
	if name = lower(name); token.IsKeyword(name) {
		return name + "Script"
	}
	return name
}

// upperFirst is a name that begins with a capital.
func upperFirst(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// isConstrainedName reports whether the name of a Go file says for which systems it is built.
func isConstrainedName(file string) bool {
	parts := strings.Split(strings.TrimSuffix(strings.TrimSuffix(filepath.Base(file), ".go"), "_test"), "_")
	if len(parts) < 2 {
		return false
	}
	last := parts[len(parts)-1]
	if i := strings.IndexByte(last, '.'); i >= 0 {
		last = last[:i]
	}
	return isSystem(last)
}

// isSystem reports whether a word is one of an operating system or a processor.
func isSystem(word string) bool {
	const known = " aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos unix " +
		"386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x sparc64 wasm "
	return strings.Contains(known, " "+word+" ")
}

func isIdentifier(name string) bool { return token.IsIdentifier(name) }
