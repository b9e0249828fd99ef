// Code generated from runtime/internal/slot/slot.go. DO NOT EDIT.

// Package slot knows the hash slots of a Redis cluster.
package slot

import (
	"fmt"
	"strings"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/quote"
)

// Count is the number of hash slots of a Redis cluster.
const Count = 16384

// Of is the hash slot of a key: CRC16 (XMODEM) of its hash tag, or of the
// whole key when it has none, as the Redis Cluster specification says.
func Of(key string) int {
	if _, rest, ok := strings.Cut(key, "{"); ok {
		if tag, _, ok := strings.Cut(rest, "}"); ok && tag != "" {
			key = tag
		}
	}
	var crc uint16
	for i := range len(key) {
		crc ^= uint16(key[i]) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x1021
			} else {
				crc <<= 1
			}
		}
	}
	return int(crc) % Count
}

// Most keys that an error lists.
const listedKeys = 20

// DescribeKeys lists keys with their slots, for errors.
func DescribeKeys(keys []any) string {
	var list []string
	for i, key := range keys {
		if i == listedKeys {
			list = append(list, fmt.Sprintf("… (%d keys)", len(keys)))
			break
		}
		k := key.(string)
		list = append(list, fmt.Sprintf("%s in slot %d", quote.Text(k), Of(k)))
	}
	return strings.Join(list, ", ") + "; give the keys a common hash tag, as in {tag}:key"
}
