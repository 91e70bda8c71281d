// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package limiter

import "sync"

type quota struct {
	window int
	perIP  map[string]int
}

// Server admits requests.
type Server struct {
	name  string
	mu    sync.Mutex
	quota quota
	seen  int
}

// New makes one.
func New() *Server { return &Server{name: "edge", quota: quota{perIP: map[string]int{}}} }

// Map returns the map.
func (s *Server) Map() map[string]int { return s.quota.perIP }

func (q *quota) bump(ip string) int {
	q.perIP[ip]++ //@ bump write
	return q.perIP[ip]
}

// Admit counts a request.
func (s *Server) Admit(ip string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen++
	return s.quota.bump(ip) < 1000
}

// Status tells how often an address came.
func (s *Server) Status(ip string) int {
	return s.quota.perIP[ip] //@ look read
}
