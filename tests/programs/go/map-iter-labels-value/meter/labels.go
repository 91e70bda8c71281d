// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package meter

// Labels name a series.
type Labels map[string]string

// String renders them.
func (l Labels) String() (s string) {
	for k, v := range l { //@ render iterate
		s += k + "=" + v + ","
	}
	return s
}

// With adds one.
func (l Labels) With(k, v string) Labels {
	l[k] = v //@ with write
	return l
}
