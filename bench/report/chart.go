package report

import (
	"fmt"
	"image/color"
	"path/filepath"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	_ "gonum.org/v1/plot/vg/vgsvg" // the format that Save picks by the file's ending
)

// Chart is one plot: a figure per series and group.
type Chart struct {
	File   string // "storm.svg"
	Title  string
	X      string // what the groups are, with the unit
	Y      string // what the figures are, with the unit
	Groups []string
	Series []Series
	Lines  bool // lines on a logarithmic axis, for figures far apart; else bars
}

// Series is what one contender measured, a positive figure per group. A NaN or 0
// is not drawn.
type Series struct {
	Name   string
	Values []float64
}

// Save writes the chart as SVG into folder.
func (c Chart) Save(folder string) error {
	p := plot.New()
	p.Title.Text, p.Y.Label.Text = c.Title, c.Y
	p.Title.Padding = vg.Points(8)
	p.Legend.Top = true
	p.BackgroundColor = color.White
	p.NominalX(c.Groups...)
	draw := c.bars
	if c.Lines {
		draw = c.lines
	}
	if err := draw(p); err != nil {
		return fmt.Errorf("chart %s: %w", c.File, err)
	}
	return p.Save(8*vg.Inch, 4*vg.Inch, filepath.Join(folder, c.File))
}

func (c Chart) bars(p *plot.Plot) error {
	p.Y.Min = 0
	width := vg.Points(400 / float64(len(c.Groups)*(len(c.Series)+1)))
	for i, s := range c.Series {
		bars, err := plotter.NewBarChart(plotter.Values(drawable(s.Values)), width)
		if err != nil {
			return err
		}
		bars.Color, bars.LineStyle.Width = plotutil.SoftColors[i%len(plotutil.SoftColors)], 0
		bars.Offset = width * vg.Length(float64(i)-float64(len(c.Series)-1)/2)
		p.Add(bars)
		p.Legend.Add(s.Name, bars)
	}
	// Room for the legend above the highest bar.
	p.Y.Max *= 1 + 0.08*float64(len(c.Series))
	p.Add(grid())
	return nil
}

func (c Chart) lines(p *plot.Plot) error {
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	p.Legend.Top, p.Legend.Left = false, true
	for i, s := range c.Series {
		var points plotter.XYs
		for x, y := range drawable(s.Values) {
			if y > 0 {
				points = append(points, plotter.XY{X: float64(x), Y: y})
			}
		}
		if len(points) == 0 {
			continue
		}
		line, dots, err := plotter.NewLinePoints(points)
		if err != nil {
			return err
		}
		line.Color, line.Width = plotutil.Color(i), vg.Points(1.5)
		dots.Color, dots.Shape = plotutil.Color(i), draw.CircleGlyph{}
		p.Add(line, dots)
		p.Legend.Add(s.Name, line, dots)
	}
	p.Add(grid())
	return nil
}

func grid() *plotter.Grid {
	g := plotter.NewGrid()
	g.Vertical.Width = 0
	g.Horizontal.Color = color.Gray{Y: 220}
	return g
}

// drawable replaces what was not measured with 0.
func drawable(values []float64) []float64 {
	clean := make([]float64, len(values))
	for i, v := range values {
		if v > 0 {
			clean[i] = v
		}
	}
	return clean
}
