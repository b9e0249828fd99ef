package report

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
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

// The picture: the plot, and beside it what its colours mean.
const (
	width       = 11 * vg.Inch
	height      = 5 * vg.Inch
	margin      = 12 * vg.Length(1)
	tilted      = 4 // more groups than these have their names at an angle
	sans        = "Liberation Sans"
	sansOrOther = "Liberation Sans, Arial, Helvetica, sans-serif" // of the same widths
)

// Save writes the chart as SVG into folder.
func (c Chart) Save(folder string) error {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = c.Title, c.X, c.Y
	p.Title.Padding = vg.Points(10)
	p.BackgroundColor = color.White
	p.NominalX(c.Groups...)
	if len(c.Groups) > tilted {
		p.X.Tick.Label.Rotation = math.Pi / 6
		p.X.Tick.Label.XAlign, p.X.Tick.Label.YAlign = draw.XRight, draw.YTop
	}
	legend := plot.NewLegend()
	legend.Top, legend.Left, legend.Padding = true, true, vg.Points(5)
	setFonts(p, &legend)
	var bars []*plotter.BarChart
	var err error
	if c.Lines {
		err = c.lines(p, &legend)
	} else {
		bars, err = c.bars(p, &legend)
	}
	if err != nil {
		return fmt.Errorf("chart %s: %w", c.File, err)
	}
	canvas := vgsvg.New(width, height)
	whole := draw.New(canvas)
	whole.SetColor(color.White)
	whole.Fill(whole.Rectangle.Path())
	beside := legend.Rectangle(whole).Size().X + legend.ThumbnailWidth
	area := draw.Crop(whole, margin, -beside-2*margin, margin, -margin)
	place(bars, p.DataCanvas(area).Size().X/vg.Length(max(len(c.Groups), 1)))
	p.Draw(area)
	legend.Draw(draw.Crop(whole, width-beside-margin, -margin, margin, -4*margin))
	var text bytes.Buffer
	if _, err := canvas.WriteTo(&text); err != nil {
		return fmt.Errorf("chart %s: %w", c.File, err)
	}
	svg := bytes.ReplaceAll(text.Bytes(), []byte("font-family:"+sans+";"), []byte("font-family:"+sansOrOther+";"))
	return os.WriteFile(filepath.Join(folder, c.File), svg, 0o644)
}

func setFonts(p *plot.Plot, legend *plot.Legend) {
	for _, f := range []*font.Font{
		&p.Title.TextStyle.Font, &p.X.Label.TextStyle.Font, &p.Y.Label.TextStyle.Font,
		&p.X.Tick.Label.Font, &p.Y.Tick.Label.Font, &legend.TextStyle.Font,
	} {
		f.Typeface, f.Variant = "Liberation", "Sans"
	}
	p.Title.TextStyle.Font.Size = vg.Points(14)
}

// colours are luagen's series, which stand out, and the others'.
var (
	own    = []color.Color{color.RGBA{R: 0xc0, G: 0x1c, B: 0x28, A: 0xff}, color.RGBA{R: 0xf0, G: 0x8a, B: 0x7c, A: 0xff}, color.RGBA{R: 0x80, G: 0x10, B: 0x18, A: 0xff}}
	others = []color.Color{
		color.RGBA{R: 0x35, G: 0x6c, B: 0xa8, A: 0xff}, color.RGBA{R: 0x8f, G: 0xb8, B: 0xde, A: 0xff},
		color.RGBA{R: 0x4d, G: 0x4d, B: 0x4d, A: 0xff}, color.RGBA{R: 0xa8, G: 0xa8, B: 0xa8, A: 0xff},
		color.RGBA{R: 0x3d, G: 0x8b, B: 0x5a, A: 0xff}, color.RGBA{R: 0xe0, G: 0xb0, B: 0x30, A: 0xff},
		color.RGBA{R: 0x7a, G: 0x52, B: 0xa0, A: 0xff},
	}
)

// colours gives each series its own.
func (c Chart) colours() []color.Color {
	var list []color.Color
	mine, theirs := 0, 0
	for _, s := range c.Series {
		if isOwn(s) {
			list = append(list, own[mine%len(own)])
			mine++
		} else {
			list = append(list, others[theirs%len(others)])
			theirs++
		}
	}
	return list
}

func isOwn(s Series) bool { return strings.HasPrefix(s.Name, "luagen") }

// bars adds a series of bars for each client, which place gives their width.
func (c Chart) bars(p *plot.Plot, legend *plot.Legend) ([]*plotter.BarChart, error) {
	p.Y.Min, p.Y.Tick.Marker = 0, plot.TickerFunc(plainTicks)
	p.Add(grid())
	colours := c.colours()
	var all []*plotter.BarChart
	for i, s := range c.Series {
		bars, err := plotter.NewBarChart(plotter.Values(drawable(s.Values)), 1)
		if err != nil {
			return nil, err
		}
		bars.Color, bars.LineStyle.Width = colours[i], 0
		p.Add(bars)
		legend.Add(s.Name, bars)
		all = append(all, bars)
	}
	// NewBarChart takes the middle of the outer groups for the ends of the axis.
	p.X.Min, p.X.Max = -0.5, float64(len(c.Groups))-0.5
	p.Y.Max *= 1.05
	return all, nil
}

// place puts the bars of a group side by side, with the room of one bar between the groups.
func place(bars []*plotter.BarChart, group vg.Length) {
	wide := group / vg.Length(len(bars)+1)
	for i, b := range bars {
		b.Width, b.Offset = wide, wide*vg.Length(float64(i)-float64(len(bars)-1)/2)
	}
}

// plainTicks are the usual ticks, with numbers as one writes them.
func plainTicks(low, high float64) []plot.Tick {
	ticks := plot.DefaultTicks{}.Ticks(low, high)
	for i, t := range ticks {
		if t.Label != "" {
			ticks[i].Label = strconv.FormatFloat(math.Round(t.Value*1e6)/1e6, 'f', -1, 64)
		}
	}
	return ticks
}

func (c Chart) lines(p *plot.Plot, legend *plot.Legend) error {
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	p.Add(grid())
	colours := c.colours()
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
		line.Color, line.Width = colours[i], vg.Points(1.5)
		dots.Color, dots.Shape, dots.Radius = colours[i], glyphs[i%len(glyphs)], vg.Points(3.5)
		if isOwn(s) {
			line.Width = vg.Points(3)
		}
		p.Add(line, dots)
		legend.Add(s.Name, line, dots)
	}
	// Room for the marks at the ends.
	p.Y.Min, p.Y.Max = p.Y.Min/1.3, p.Y.Max*1.3
	p.X.Min, p.X.Max = -0.2, float64(len(c.Groups))-0.8
	return nil
}

// glyphs tell lines apart that lie upon each other.
var glyphs = []draw.GlyphDrawer{
	draw.CircleGlyph{}, draw.SquareGlyph{}, draw.TriangleGlyph{}, draw.RingGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}, draw.CrossGlyph{}, draw.PlusGlyph{},
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
