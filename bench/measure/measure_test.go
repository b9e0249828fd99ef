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

func TestCompare(t *testing.T) {
	tests := []struct {
		figures, others []float64
		want            Ratio
	}{
		{nil, nil, Ratio{}},
		{[]float64{2}, []float64{0}, Ratio{}},
		{[]float64{3}, []float64{2}, Ratio{1.5, 1.5, 1.5}},
		// A round in which the machine was twice as slow for both changes nothing.
		{[]float64{1, 2, 4, 3, 10}, []float64{1, 2, 2, 2, 20}, Ratio{1, 1, 1.5}},
	}
	for _, tt := range tests {
		if got := Compare(tt.figures, tt.others); got != tt.want {
			t.Errorf("Compare(%v, %v) = %v, want %v", tt.figures, tt.others, got, tt.want)
		}
	}
}

// TestOrderChanges counts how often each contender comes first.
func TestOrderChanges(t *testing.T) {
	const rounds = 400
	var first [4]int
	for _, order := range Orders(rounds, len(first)) {
		first[order[0]]++
	}
	for i, n := range first {
		if n < rounds/8 {
			t.Errorf("contender %d came first %d times of %d", i, n, rounds)
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
		if got := MedianCost(costs[i]).Allocs; got < want || got > want+0.1 {
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
