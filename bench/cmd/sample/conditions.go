package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

// conditions returns what a result depends on and its name does not say, as settings
// of the benchmark format: benchstat prints them above its tables.
func conditions(c config) []string {
	lines := []string{
		"go: " + runtime.Version(),
		fmt.Sprintf("cores: %d", runtime.NumCPU()),
		"benchtime: " + c.benchtime,
	}
	if commit := commit(); commit != "" {
		lines = append(lines, "commit: "+commit)
	}
	if release, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		lines = append(lines, "kernel: "+strings.TrimSpace(string(release)))
	}
	return lines
}

// commit returns the commit that this program was built from, as the go command has
// noted it, or "" if it has not.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	var revision, modified string
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			revision = s.Value[:min(len(s.Value), 12)]
		case "vcs.modified":
			if s.Value == "true" {
				modified = "-modified"
			}
		}
	}
	if revision == "" {
		return ""
	}
	return revision + modified
}
