package queuebench

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
)

// TestHost is what TestCompanyDiesWithItsHost runs in another process, and kills.
func TestHost(t *testing.T) {
	if os.Getenv(inChild) != "host" {
		t.Skip("is for TestCompanyDiesWithItsHost")
	}
	if err := new(process).begin(0); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(os.Stderr, "computes")
	select {}
}

// The company has the standard error of its host, so that comes to its end when both
// have ended, and not before.
func TestCompanyDiesWithItsHost(t *testing.T) {
	if why := alone(); why != "" {
		t.Skip(why)
	}
	self, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	cmd := exec.Command(self, "-test.run=^TestHost$")
	cmd.Env = append(os.Environ(), inChild+"=host")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	from := bufio.NewReader(stderr)
	line, err := from.ReadString('\n')
	cmd.Process.Kill()
	if line != "computes\n" {
		t.Errorf("the host says %q, %v", line, err)
	}
	io.Copy(io.Discard, from)
	cmd.Wait()
}
