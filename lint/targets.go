package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Server is a kind of server that scripts may have to run on.
type Server int

// The servers.
const (
	Redis                 Server = iota // redis
	RedisCluster                        // redis-cluster
	Valkey                              // valkey
	Dragonfly                           // dragonfly
	Alibaba                             // alibaba: Alibaba Cloud's cluster edition
	Upstash                             // upstash
	ElastiCacheServerless               // elasticache-serverless: Amazon's, Redis or Valkey
	Kvrocks                             // kvrocks
)

// serverNames are the servers as a configuration names them.
var serverNames = [...]string{"redis", "redis-cluster", "valkey", "dragonfly", "alibaba", "upstash", "elasticache-serverless", "kvrocks"}

// String is the server's name in a configuration.
func (s Server) String() string { return serverNames[s] }

// Target is a server that scripts must run on.
type Target struct {
	Server Server
	// Since is the oldest version that must do; the zero Version when the target names
	// none: what only some versions refuse is then not looked at.
	Since Version
}

// String is the target as a configuration writes it.
func (t Target) String() string {
	if t.Since == (Version{}) {
		return t.Server.String()
	}
	return t.Server.String() + ">=" + t.Since.String()
}

// Version is a server's version.
type Version struct{ Major, Minor, Patch int }

// String leaves out a patch of 0.
func (v Version) String() string {
	if v.Patch == 0 {
		return fmt.Sprintf("%d.%d", v.Major, v.Minor)
	}
	return fmt.Sprintf("%d.%d.%d", v.Major, v.Minor, v.Patch)
}

// compare orders versions.
func (v Version) compare(o Version) int {
	return cmp.Or(cmp.Compare(v.Major, o.Major), cmp.Compare(v.Minor, o.Minor), cmp.Compare(v.Patch, o.Patch))
}

// ParseTarget reads a target: a server's name, as in "valkey" or "redis-cluster", and perhaps the oldest version, as in "redis>=6.2".
func ParseTarget(text string) (Target, error) {
	name, version, ranged := strings.Cut(text, ">=")
	name = strings.TrimSpace(name)
	var t Target
	i := slices.Index(serverNames[:], name)
	if i < 0 {
		last := len(serverNames) - 1
		return Target{}, fmt.Errorf("target %q is unknown; expected %s or %s, optionally with a version: redis>=6.2", text, strings.Join(serverNames[:last], ", "), serverNames[last])
	}
	t.Server = Server(i)
	if !ranged {
		return t, nil
	}
	v, err := parseVersion(strings.TrimSpace(version))
	if err != nil {
		return Target{}, fmt.Errorf("target %q: %w", text, err)
	}
	t.Since = v
	return t, nil
}

// parseVersion reads "7", "7.0" or "7.0.15".
func parseVersion(text string) (Version, error) {
	parts := strings.Split(text, ".")
	var n [3]int
	if len(parts) > len(n) {
		return Version{}, fmt.Errorf("version %q has more than three numbers; expected one like 7.0 or 7.0.15", text)
	}
	for i, part := range parts {
		u, err := strconv.ParseUint(part, 10, 16)
		if err != nil {
			return Version{}, fmt.Errorf("version %q is not one; expected one like 7.0 or 7.0.15", text)
		}
		n[i] = int(u)
	}
	return Version{n[0], n[1], n[2]}, nil
}
