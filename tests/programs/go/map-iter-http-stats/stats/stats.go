// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package stats

import (
	"encoding/json"
	"fmt"
	"net/http"

	"fixture.test/truth"
)

// Counters counts requests by path.
var Counters = map[string]int{}

// Announce tells the truth.
func Announce() { truth.Address("map", Counters) }

// Counted counts.
func Counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/stats" {
			truth.Role("statspage")
		} else {
			truth.Role("counted-" + r.URL.RawQuery)
			for i := 0; i < 400; i++ {
				note(r.URL.Path+r.URL.RawQuery, i)
			}
		}
		next.ServeHTTP(w, r)
	})
}

func note(path string, i int) {
	Counters[fmt.Sprint(path, i%50)]++ //@ count write
}

// Page shows them.
func Page(w http.ResponseWriter, r *http.Request) {
	_ = json.NewEncoder(w).Encode(Counters) //@ dump iterate
}
