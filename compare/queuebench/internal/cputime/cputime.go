// Package cputime reads how much processor time this process has used, and how often
// its threads were switched off their processors.
package cputime
