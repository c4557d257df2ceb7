package history

import "sort"

// A zone is a closed stretch of time. Lists of them are disjoint and sorted.
type zone = interval

// clip cuts w down to the hull of those of its moments that are in a zone. It
// reports false if none is.
func (c *checker) clip(w *interval, zones []zone) bool {
	first := sort.Search(len(zones), func(i int) bool { return zones[i].hi.at >= w.lo.at })
	last := sort.Search(len(zones), func(i int) bool { return zones[i].lo.at > w.hi.at }) - 1
	if first > last {
		return false
	}
	c.raise(&w.lo, zones[first].lo)
	c.lower(&w.hi, zones[last].hi)
	return true
}

// meets reports whether some moment of w is in a zone.
func meets(w interval, zones []zone) bool {
	first := sort.Search(len(zones), func(i int) bool { return zones[i].hi.at >= w.lo.at })
	return first < len(zones) && zones[first].lo.at <= w.hi.at
}

// reached returns the zones in which at least n of the closed intervals overlap
// whose beginnings and ends these are. Where several begin and end at one moment
// they overlap there.
func reached(begins, ends []key, n int) []zone {
	var zones []zone
	next, open := 0, 0
	var from bound
	for _, b := range begins {
		if b.at == Never {
			break
		}
		for ends[next].at < b.at {
			if open == n {
				zones = append(zones, zone{from, ends[next].bound})
			}
			open--
			next++
		}
		open++
		if open == n {
			from = b.bound
		}
	}
	for ; open >= n; next++ {
		if open == n {
			zones = append(zones, zone{from, ends[next].bound})
		}
		open--
	}
	return zones
}

// earliestEnd returns, for windows sorted by lo, the windows that end first among
// those from i on. latestBegin returns, for windows sorted by hi, the windows that
// begin last among those up to i.

func earliestEnd(ws []window) []window {
	out := make([]window, len(ws))
	for i := len(ws) - 1; i >= 0; i-- {
		out[i] = ws[i]
		if i+1 < len(ws) && out[i+1].hi.at < out[i].hi.at {
			out[i] = out[i+1]
		}
	}
	return out
}

func latestBegin(ws []window) []window {
	out := make([]window, len(ws))
	for i := range ws {
		out[i] = ws[i]
		if i > 0 && out[i-1].lo.at > out[i].lo.at {
			out[i] = out[i-1]
		}
	}
	return out
}
