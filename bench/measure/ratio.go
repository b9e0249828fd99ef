package measure

import (
	"math/rand/v2"
	"slices"
)

// Ratio is one figure against another, taken in each of several rounds.
type Ratio struct {
	Median    float64
	Low, High float64 // the quartiles: half of the rounds lie between them
}

// Compare divides figures by others of the same rounds. Of figures that are not there the
// ratio is 0.
func Compare(figures, others []float64) Ratio {
	var ratios []float64
	for i := range min(len(figures), len(others)) {
		if others[i] > 0 {
			ratios = append(ratios, figures[i]/others[i])
		}
	}
	return Ratio{Median: Median(ratios), Low: quantile(ratios, 0.25), High: quantile(ratios, 0.75)}
}

// Median returns the middle of the values, or the mean of the two middle ones; 0
// for none.
func Median(values []float64) float64 { return quantile(values, 0.5) }

// quantile returns the value below which a share of the values lies, between two of them
// where it must; 0 for none.
func quantile(values []float64, share float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	place := share * float64(len(sorted)-1)
	below := int(place)
	if below == len(sorted)-1 {
		return sorted[below]
	}
	return sorted[below] + (place-float64(below))*(sorted[below+1]-sorted[below])
}

func each[T any](values []T, of func(T) float64) []float64 {
	numbers := make([]float64, len(values))
	for i, v := range values {
		numbers[i] = of(v)
	}
	return numbers
}

// Orders are in which order contenders take their turns, by their indexes: another one
// each round, the same in every run.
func Orders(rounds, contenders int) [][]int {
	random := rand.New(rand.NewPCG(1, 2))
	orders := make([][]int, rounds)
	for i := range orders {
		orders[i] = random.Perm(contenders)
	}
	return orders
}
