// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package api

import (
	"fmt"
	"io"
	"net/http"

	"fixture.test/truth"
	"github.com/acme/streamhub/internal/streams"
)

// Handler routes the API through the middlewares.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/streams", apiStreams)
	mux.HandleFunc("/api/stats", apiStats)
	return middlewareLog(middlewareCORS(mux))
}

func middlewareCORS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		next.ServeHTTP(w, r)
	})
}

func middlewareLog(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
	})
}

func apiStreams(w http.ResponseWriter, r *http.Request) {
	name, n := r.URL.Query().Get("src"), 0
	truth.Role("api-" + name)
	for ; n < 4000; n++ {
		if s := streams.New(fmt.Sprintf("%s/%d", name, n), "rtsp://"+name); s == nil {
			http.Error(w, "unsupported scheme", http.StatusBadRequest)
			return
		}
	}
	fmt.Fprintf(w, "%d streams\n", n)
}

func apiStats(w http.ResponseWriter, r *http.Request) {
	truth.Role("stats")
	for n := 0; n < 1000; n++ {
		streams.Hit(r.URL.Query().Get("src"))
	}
	io.WriteString(w, "ok\n")
}

// Upload stores recordings that nobody sends.
func Upload(work chan []byte) {
	truth.Role("uploader")
	for b := range work {
		_ = b
	}
}

// Hammer is the client side of the load.
func Hammer(base string, n int) {
	truth.Role("client")
	c := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1}}
	for round := 0; ; round++ {
		path := "/api/streams"
		if n == 2 {
			path = "/api/stats"
		}
		resp, err := c.Get(fmt.Sprintf("%s%s?src=cam-%d", base, path, n))
		if err != nil {
			continue
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
}
