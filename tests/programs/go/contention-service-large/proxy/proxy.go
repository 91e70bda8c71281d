// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package proxy

import (
	"fmt"
	"net/http"

	"fixture.test/truth"
	"github.com/acme/gateway/quota"
)

// Route forwards a request if the quota allows.
func Route(l *quota.Limiter) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		truth.Role("pile")
		if !l.Allow(r.URL.Query().Get("tenant")) {
			http.Error(w, "slow down", http.StatusTooManyRequests)
		}
	}
}

// Stream waits for the client to go away.
func Stream(w http.ResponseWriter, r *http.Request) {
	truth.Role("stream")
	w.(http.Flusher).Flush()
	<-r.Context().Done()
}

// Client makes one request.
func Client(url string, n int) {
	truth.Role("client")
	c := &http.Client{Transport: &http.Transport{}}
	resp, err := c.Get(fmt.Sprintf("%s?tenant=%d", url, n))
	if err != nil {
		return
	}
	buf := make([]byte, 100)
	for {
		if _, err := resp.Body.Read(buf); err != nil {
			return
		}
	}
}

// Pump moves queued requests of one tenant.
func Pump(l *quota.Limiter, n int) {
	truth.Role("pile")
	for l.Allow(fmt.Sprintf("tenant-%d", n)) {
	}
}
