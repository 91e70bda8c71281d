// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package audit

import "reflect"

// Count counts the entries of any map.
func Count(m interface{}) (n int) {
	it := reflect.ValueOf(m).MapRange()
	for it.Next() { //@ walk iterate
		n += len(it.Value().String())
	}
	return n
}
