package server

import (
	"slices"
	"strconv"
	"strings"
)

// Before reports whether the server's version is below another one.
func (s *Server) Before(version string) bool {
	return slices.Compare(numbers(s.Version), numbers(version)) < 0
}

// HasFunctions reports whether the server has function libraries.
func (s *Server) HasFunctions() bool {
	switch s.Name {
	case "redis":
		return !s.Before("7.0")
	case "valkey":
		return true
	default:
		return false
	}
}

// numbers are the numbers of a version, up to what is none: 8, 0 of "8.0-rc1".
func numbers(version string) []int {
	var list []int
	for part := range strings.SplitSeq(version, ".") {
		digits := part[:len(part)-len(strings.TrimLeft(part, "0123456789"))]
		n, err := strconv.Atoi(digits)
		if err != nil {
			break
		}
		list = append(list, n)
		if digits != part {
			break
		}
	}
	return list
}
