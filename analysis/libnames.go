package analysis

// LibraryMembers returns the names of a library's members, sorted; nil when Redis's
// sandbox has no such library.
func LibraryMembers(lib string) []string {
	l := findLibrary(lib)
	if l == nil {
		return nil
	}
	names := make([]string, len(l.members))
	for i, m := range l.members {
		names[i] = m.name
	}
	return names
}
