package generator

import (
	"strings"
	"unicode/utf8"
)

// sharedFile is the generated file for what the scripts of a package share.
const sharedFile = "luagen.go"

// fileName settles the name of the generated file: the script's, with ".go".
func (p *plan) fileName() {
	if strings.HasPrefix(p.base, "_") || strings.HasPrefix(p.base, ".") {
		p.errorf(p.top(), RuleFileName, "the file name %q begins with %q, and Go passes over such files; rename the script", p.base, p.base[:1])
	} else if !buildable(p.base) {
		p.errorf(p.top(), RuleFileName, "the file name %q begins with %q, and Go refuses to build such files; rename the script, so that it begins with a letter or digit", p.base, p.base[:1])
	}
	p.file = FileName(p.base)
}

// FileName is the name of the file generated from a script, whose base name is given.
func FileName(script string) string {
	name := script + ".go"
	if stem, rest, _ := strings.Cut(name, "."); constrained(stem) {
		// Go would build sync_windows.lua.go on Windows alone.
		return stem + "_." + rest
	}
	return name
}

// buildable reports whether the go command takes a file of that name: one that could be
// a flag it does not (cmd/go/internal/load, SafeArg).
func buildable(name string) bool {
	c := name[0]
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= utf8.RuneSelf
}

// constrained reports whether Go takes the end of a file's name for an operating
// system or architecture on which alone the file is built. Go looks at the part
// before the first dot, which stem is: go/build, goodOSArchFile.
func constrained(stem string) bool {
	_, rest, ok := strings.Cut(stem, "_")
	if !ok {
		return false
	}
	parts := strings.Split(rest, "_")
	if n := len(parts); parts[n-1] == "test" {
		parts = parts[:n-1]
	}
	return len(parts) > 0 && isPlatform(parts[len(parts)-1])
}

// isPlatform knows the operating systems and architectures of Go's
// internal/syslist, past and future ones included.
func isPlatform(word string) bool {
	switch word {
	case "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl",
		"netbsd", "openbsd", "plan9", "solaris", "wasip1", "windows", "zos":
		return true
	case "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64", "mips", "mipsle", "mips64",
		"mips64le", "mips64p32", "mips64p32le", "ppc", "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x",
		"sparc", "sparc64", "wasm":
		return true
	default:
		return false
	}
}
