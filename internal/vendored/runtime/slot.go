// Code generated from runtime/slot.go. DO NOT EDIT.

package runtime

import (
	"fmt"
	"strings"
)

// Number of hash slots of a Redis cluster.
const slots = 16384

// slotOf is the hash slot of a key: CRC16 (XMODEM) of its hash tag, or of the
// whole key when it has none, as the Redis Cluster specification says.
func slotOf(key string) int {
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
	return int(crc) % slots
}

// Most keys that an error lists.
const listedKeys = 20

// describeKeys lists keys with their slots, for errors.
func describeKeys(keys []any) string {
	var list []string
	for i, key := range keys {
		if i == listedKeys {
			list = append(list, fmt.Sprintf("… (%d keys)", len(keys)))
			break
		}
		k := key.(string)
		list = append(list, fmt.Sprintf("%s in slot %d", quote(k), slotOf(k)))
	}
	return strings.Join(list, ", ") + "; give the keys a common hash tag, as in {tag}:key"
}
