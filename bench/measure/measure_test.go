package measure

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	tests := []struct {
		values []float64
		want   float64
	}{
		{nil, 0},
		{[]float64{3}, 3},
		{[]float64{9, 1, 5}, 5},
		{[]float64{4, 1, 3, 2}, 2.5},
	}
	for _, tt := range tests {
		if got := Median(tt.values); got != tt.want {
			t.Errorf("Median(%v) = %v, want %v", tt.values, got, tt.want)
		}
	}
}

// kept keeps what TestCosts allocates on the heap.
var kept *[64]byte

func TestCosts(t *testing.T) {
	costs, err := Costs(3, time.Millisecond, []func() error{
		func() error { return nil },
		func() error { kept = new([64]byte); return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{0, 1} {
		// The runtime itself allocates now and then.
		if got := costs[i].Allocs; got < want || got > want+0.1 {
			t.Errorf("operation %d allocates %v objects, want %v", i, got, want)
		}
	}
}

func TestErrorsEndMeasuring(t *testing.T) {
	failure := errors.New("failed")
	if _, err := Costs(1, time.Millisecond, []func() error{func() error { return failure }}); !errors.Is(err, failure) {
		t.Errorf("Costs: %v", err)
	}
	load := Load{Callers: 4, Call: func(context.Context, int) (int, error) { return 0, failure }}
	if _, err := Speeds(context.Background(), 1, time.Hour, []Load{load}); !errors.Is(err, failure) {
		t.Errorf("Speeds: %v", err)
	}
}
