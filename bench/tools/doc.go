// Package tools holds the script that make tools installs as bin/benchstat, and
// its tests.
package tools
