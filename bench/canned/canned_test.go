package canned

import (
	"context"
	"io"
	"testing"
)

// TestAnswers feeds requests whole, in pieces and several at once.
func TestAnswers(t *testing.T) {
	tests := []struct {
		name   string
		writes []string
		want   string
	}{
		{"script", []string{"*3\r\n$7\r\nevalsha\r\n$2\r\nab\r\n$1\r\n0\r\n"}, ":7\r\n"},
		{"in pieces", []string{"*1\r\n$4\r\nIN", "CR\r", "\n"}, ":7\r\n"},
		{"several", []string{"*1\r\n$4\r\nincr\r\n*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nEV", "AL\r\n"}, ":7\r\n+OK\r\n:7\r\n"},
		{"greeting", []string{"*2\r\n$5\r\nhello\r\n$1\r\n3\r\n"}, greeting},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := NewServer(":7\r\n").Dial(context.Background(), "", "")
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range tt.writes {
				if _, err := c.Write([]byte(w)); err != nil {
					t.Fatal(err)
				}
			}
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(c)
			if err != nil || string(got) != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}
