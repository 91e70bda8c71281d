// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package bind

import (
	"reflect"
	"strconv"
	"time"

	"fixture.test/truth"
)

// Watch binds new values for ever.
func Watch(target interface{}) {
	truth.Role("binder")
	v := reflect.ValueOf(target).Elem()
	for n := 0; ; n++ {
		for i := 0; i < v.NumField(); i++ {
			if f := v.Field(i); f.Kind() == reflect.Map {
				put(f, "tenant"+strconv.Itoa(n%57), n)
			}
		}
		if n%100 == 0 {
			time.Sleep(10 * time.Microsecond)
		}
	}
}

func put(f reflect.Value, key string, n int) {
	f.SetMapIndex(reflect.ValueOf(key), reflect.ValueOf(n)) //@ bind write
}
