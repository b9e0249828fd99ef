package parser

import "testing"

func TestPackageName(t *testing.T) {
	for _, tt := range []struct{ alias, path, want string }{
		{"", "time", "time"},
		{"", "github.com/google/uuid", "uuid"},
		{"", "github.com/redis/go-redis/v9", "redis"},
		{"", "gopkg.in/yaml.v3", "yaml"},
		{"", "acme.test/shop/v2/model", "model"},
		{"", "v2", "v2"},
		{"", "example.com/v", "v"},
		{"", "example.com/vendor", "vendor"},
		{"m", "acme.test/shop/model", "m"},
	} {
		if got := (Import{Alias: tt.alias, Path: tt.path}).PackageName(); got != tt.want {
			t.Errorf("PackageName of %q %q = %q, want %q", tt.alias, tt.path, got, tt.want)
		}
	}
}
