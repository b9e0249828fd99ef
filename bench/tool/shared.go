package tool

import "os"

// MakeScripts fills a folder with n scripts. The main module's checkout is at root.
func MakeScripts(root, folder string, n int) error { return makeScripts(root, folder, n) }

// PeakMiB is the most memory that an ended process had resident.
func PeakMiB(ended *os.ProcessState) float64 { return peakMiB(ended) }
