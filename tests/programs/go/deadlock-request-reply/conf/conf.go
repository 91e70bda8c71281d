// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package conf

import "sync"

type request struct {
	key, value string
	done       chan error
}

// Service keeps settings.
type Service struct {
	mu       sync.Mutex
	settings map[string]string
	requests chan request
}

// NewService makes one.
func NewService() *Service {
	return &Service{settings: map[string]string{}, requests: make(chan request)}
}

// Update changes a setting.
func (s *Service) Update(key, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := request{key, value, make(chan error)}
	s.requests <- r
	return <-r.done //@ reply receive
}

// Loop serves requests.
func (s *Service) Loop() {
	for r := range s.requests {
		r.done <- s.apply(r)
	}
}

func (s *Service) apply(r request) error {
	s.mu.Lock() //@ apply lock
	defer s.mu.Unlock()
	s.settings[r.key] = r.value
	return nil
}
