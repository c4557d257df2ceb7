package queuebench

import "testing"

func TestRoles(t *testing.T) {
	for _, test := range []struct {
		roles                Roles
		producers, consumers int
		want                 bool
	}{
		{Roles{}, 8, 8, true},
		{Roles{1, 1}, 1, 1, true},
		{Roles{1, 1}, 2, 1, false},
		{Roles{0, 1}, 8, 1, true},
		{Roles{0, 1}, 1, 2, false},
		{Roles{1, 0}, 1, 8, true},
	} {
		if got := test.roles.Allow(test.producers, test.consumers); got != test.want {
			t.Errorf("%+v, %d/%d: %v", test.roles, test.producers, test.consumers, got)
		}
	}
}
