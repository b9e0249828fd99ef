package runtime

import (
	"crypto/sha1"
	"encoding/hex"
)

func sha(source string) string {
	sum := sha1.Sum([]byte(source))
	return hex.EncodeToString(sum[:])
}
