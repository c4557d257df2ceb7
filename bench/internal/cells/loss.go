package cells

import "math"

// The ratios above which one queue loses to another, in hundredths as they are
// printed. Processor time has more noise.
const (
	TimeLoss = 1.00
	CPULoss  = 1.05
)

// Loses reports whether a queue that takes time and cpu as multiples of another's
// loses to it. A ratio that was not measured is 0.
func Loses(time, cpu float64) bool {
	return hundredths(time) > TimeLoss || hundredths(cpu) > CPULoss
}

func hundredths(ratio float64) float64 { return math.Round(ratio*100) / 100 }
