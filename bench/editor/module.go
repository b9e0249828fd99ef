package editor

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const perPackage = 10 // files

// makeModule writes a Go module of so many files, each of which has a script in a string and a call of it. It
// requires what the module of this package does, so that nothing is fetched. It returns one of the files.
func makeModule(root, dir string, files int) (file string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	mod, err := os.ReadFile(filepath.Join(root, "bench", "go.mod"))
	if err != nil {
		return "", err
	}
	var kept []string
	for line := range strings.Lines(string(mod)) {
		switch {
		case strings.HasPrefix(line, "module "):
			line = "module example.test/shop\n"
		case strings.Contains(line, "github.com/luagen/luagen"), line == "replace (\n":
			continue
		}
		kept = append(kept, line)
	}
	text := strings.Replace(strings.Join(kept, ""), "\n)\n", "\n", 1) // that of replace
	sum, err := os.ReadFile(filepath.Join(root, "bench", "go.sum"))
	if err != nil {
		return "", err
	}
	write := func(name, text string) {
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644)
		}
	}
	write("go.mod", text)
	write("go.sum", string(sum))
	for i := range files {
		folder := fmt.Sprintf("store%d", i/perPackage)
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			return "", err
		}
		file = filepath.Join(folder, fmt.Sprintf("script%d.go", i))
		write(file, goFile(folder, i))
	}
	return filepath.Join(dir, file), err
}

func goFile(pkg string, i int) string {
	return fmt.Sprintf(`package %s

import (
	"context"

	"github.com/redis/go-redis/v9"
)

var script%[2]d = redis.NewScript(`+"`"+`
local seen = redis.call('INCR', KEYS[1])
if seen == 1 then
  redis.call('EXPIRE', KEYS[1], ARGV[1])
end
return seen
`+"`"+`)

// Count%[2]d counts.
func Count%[2]d(ctx context.Context, c redis.Scripter, key string) (int64, error) {
	return script%[2]d.Run(ctx, c, []string{key}, %[2]d).Int64()
}
`, pkg, i)
}
