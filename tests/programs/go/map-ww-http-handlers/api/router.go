// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package api

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"fixture.test/truth"
	"github.com/acme/camhub/sources"
	"github.com/acme/camhub/tags"
)

// Router returns all routes.
func Router() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/sources", withAuth(putSources))
	mux.HandleFunc("/api/tags", withAuth(putTags))
	return mux
}

func withAuth(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != "PUT" {
			http.Error(w, "no", http.StatusMethodNotAllowed)
			return
		}
		next(w, r)
	}
}

func putSources(w http.ResponseWriter, r *http.Request) {
	client := r.URL.Query().Get("client")
	truth.Role("put-" + client)
	body, _ := io.ReadAll(r.Body)
	for i, url := range strings.Split(string(body), ",") {
		sources.Put(client+"/"+strconv.Itoa(i), url)
	}
}

func putTags(w http.ResponseWriter, r *http.Request) {
	truth.Role("tags")
	body, _ := io.ReadAll(r.Body)
	for i, tag := range strings.Split(string(body), ",") {
		tags.Put(strconv.Itoa(i), tag)
	}
}
