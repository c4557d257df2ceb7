package queuebench

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"testing"
)

// BenchmarkProcessors is what TestTooFewProcessors runs in other processes.
func BenchmarkProcessors(b *testing.B) {
	opts := []Option{Scenarios("floor"), Capacities(15)}
	switch os.Getenv(inChild) {
	case "beyond":
		opts = append(opts, BeyondNumCPU())
	case "":
		b.Skip("is for TestTooFewProcessors")
	}
	Run(b, named("ring"), opts...)
}

func TestTooFewProcessors(t *testing.T) {
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		t.Skip("no processes")
	}
	self, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	n := runtime.NumCPU()
	name := `BenchmarkProcessors/scenario=floor/impl=ring/cap=15/p=1/c=1/batch=1`
	many := fmt.Sprintf(`%s-%d`, name, n+1)
	why := fmt.Sprintf(`GOMAXPROCS is %d, and there are %d processors`, n+1, n)
	for _, test := range []struct {
		child, cpu string
		want       []string
		wantNot    string
	}{
		{"within", fmt.Sprintf("1,%d", n+1), []string{name + `\s+\d+\s+.*ns/op.*`, many + `\s+\d+`, `.*` + why + `.*`}, many + `\s.*ns/op.*`},
		{"within", fmt.Sprintf("%d,1", n+1), []string{name + `\s+\d+\s+.*ns/op.*`, many + `\s+\d+`, `.*` + why + `.*`}, many + `\s.*ns/op.*`},
		{"within", fmt.Sprint(n + 1), []string{`.*--- SKIP: ` + name, `.*` + why + `.*`}, `.*ns/op.*`},
		{"beyond", fmt.Sprint(n + 1), []string{many + `\s+\d+\s+.*ns/op.*`}, `.*` + why + `.*`},
	} {
		cmd := exec.Command(self, "-test.run=^$", "-test.bench=^BenchmarkProcessors$", "-test.benchtime=10x", "-test.v", "-test.cpu="+test.cpu)
		cmd.Env = append(os.Environ(), inChild+"="+test.child)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s -cpu %s: %v\n%s", test.child, test.cpu, err, out)
		}
		for _, line := range test.want {
			if !regexp.MustCompile(`(?m)^` + line + `$`).Match(out) {
				t.Errorf("%s -cpu %s: there is no line %s in\n%s", test.child, test.cpu, line, out)
			}
		}
		if regexp.MustCompile(`(?m)^` + test.wantNot + `$`).Match(out) {
			t.Errorf("%s -cpu %s: there is a line %s in\n%s", test.child, test.cpu, test.wantNot, out)
		}
	}
}
