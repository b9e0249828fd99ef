package generator

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/luagen/luagen/parser"
)

func TestNames(t *testing.T) {
	n := newNamer(Options{Initialisms: []string{"sku"}, Rename: map[string]string{"ts": "Timestamp", "odd": "ISBNCode"}})
	for _, tt := range []struct{ in, exported, unexported, one string }{
		{"like_post", "LikePost", "likePost", "LikePost"},
		{"postId", "PostID", "postID", "PostID"},
		{"user_url", "UserURL", "userURL", "UserURL"},
		{"jobIds", "JobIDs", "jobIDs", "JobID"},
		{"ids", "IDs", "ids", "ID"},
		{"userIDs", "UserIDs", "userIDs", "UserID"},
		{"URLs", "URLs", "urls", "URL"},
		{"URLPath", "URLPath", "urlPath", "URLPath"},
		{"HTTPServerID", "HTTPServerID", "httpServerID", "HTTPServerID"},
		{"MAX_SIZE", "MaxSize", "maxSize", "MaxSize"},
		{"USER_ID", "UserID", "userID", "UserID"},
		{"utf8", "UTF8", "utf8", "UTF8"},
		{"sha1Sum", "Sha1Sum", "sha1Sum", "Sha1Sum"},
		{"id2", "Id2", "id2", "Id2"},
		{"skuList", "SKUList", "skuList", "SKUList"},
		{"dns", "DNS", "dns", "DNS"},
		{"https", "HTTPS", "https", "HTTPS"},
		{"ts", "Timestamp", "timestamp", "Timestamp"},
		{"odd", "ISBNCode", "isbnCode", "ISBNCode"},
		{"_private_", "Private", "private", "Private"},
		{"a-b.c d", "ABCD", "aBCD", "ABCD"},
		{"größe", "Größe", "größe", "Größe"},
		{"entries", "Entries", "entries", "Entry"},
		{"orderLines", "OrderLines", "orderLines", "OrderLine"},
		{"boxes", "Boxes", "boxes", "Box"},
		{"caches", "Caches", "caches", "Cache"},
		{"matches", "Matches", "matches", "Match"},
		{"hashes", "Hashes", "hashes", "Hash"},
		{"addresses", "Addresses", "addresses", "Address"},
		{"leases", "Leases", "leases", "Lease"},
		{"statuses", "Statuses", "statuses", "Status"},
		{"status", "Status", "status", "Status"},
		{"address", "Address", "address", "Address"},
		{"analysis", "Analysis", "analysis", "Analysis"},
		{"series", "Series", "series", "Series"},
		{"movies", "Movies", "movies", "Movie"},
		{"ties", "Ties", "ties", "Tie"},
		{"sms", "Sms", "sms", "Sms"},
		{"data", "Data", "data", "Data"},
		{"s", "S", "s", "S"},
		{"", "", "", ""},
	} {
		if got := n.exported(tt.in); got != tt.exported {
			t.Errorf("exported(%q) = %q, want %q", tt.in, got, tt.exported)
		}
		if got := n.unexported(tt.in); got != tt.unexported {
			t.Errorf("unexported(%q) = %q, want %q", tt.in, got, tt.unexported)
		}
		if got := n.one(tt.in); got != tt.one {
			t.Errorf("one(%q) = %q, want %q", tt.in, got, tt.one)
		}
	}
}

func TestInWords(t *testing.T) {
	for name, want := range map[string]string{
		"ErrMaxReached":  "max reached",
		"ErrHTTPTimeout": "HTTP timeout",
		"ErrX":           "x",
		"Err404":         "404",
		"Err":            "Err",
	} {
		if got := inWords(name); got != want {
			t.Errorf("inWords(%s) = %q, want %q", name, got, want)
		}
	}
}

func TestErrorText(t *testing.T) {
	for doc, want := range map[string]string{
		"The counter is at its limit.": "the counter is at its limit",
		"ACL says no!":                 "ACL says no",
		"a\n  b":                       "a b",
		"...":                          "",
		"I am here":                    "i am here",
		"":                             "",
	} {
		if got := errorText(doc); got != want {
			t.Errorf("errorText(%q) = %q, want %q", doc, got, want)
		}
	}
}

// TestUnusedRenames finds names wherever a script can have them.
func TestUnusedRenames(t *testing.T) {
	s, found := (&parser.Loader{FS: fstest.MapFS{"like.lua": {Data: []byte(`--@key post = p:<pid>
--@key pair(from to)...
--@arg by:enum(up, down)
--@returns Liked(1, total:int) | Refused=nil
return {1, 1}
`)}}}).Load("like.lua")
	if len(found) > 0 {
		t.Fatal(found)
	}
	rename := map[string]string{}
	for _, name := range []string{"like", "pid", "pair", "from", "to", "by", "up", "down", "Liked", "total", "Refused", "post", "likes", "Up"} {
		rename[name] = "Renamed"
	}
	got := (*Made)(nil).Next(Options{Package: "gen", Rename: rename}, []Input{{Script: s, Returns: s.Returns.Type}}).UnusedRenames()
	if want := []string{"Up", "likes", "post"}; !slices.Equal(got, want) {
		t.Errorf("unused: %q, want %q", got, want)
	}
}
