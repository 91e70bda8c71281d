// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package memo

// Of remembers the results of f in m.
func Of[K comparable, V any](m map[K]V, f func(K) V) func(K) V {
	return func(k K) V {
		if v, ok := m[k]; ok { //@ load read fn=Of[...].func1
			return v
		}
		v := f(k)
		m[k] = v //@ store write fn=Of[...].func1
		return v
	}
}
