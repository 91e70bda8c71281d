// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package registry

import (
	"sync"
	"time"
)

type Plugin interface {
	Name() string
	Configure(map[string]string) error
}

type Registry struct {
	sync.Mutex
	plugins []Plugin
	dirty   int
}

func (r *Registry) Add(p Plugin) { r.Lock(); r.plugins = append(r.plugins, p); r.Unlock() }

func (r *Registry) Reload(conf map[string]string) error {
	r.Lock()
	defer r.Unlock()
	time.Sleep(60 * time.Millisecond)
	for _, p := range r.plugins {
		if err := p.Configure(conf); err != nil {
			return err
		}
	}
	return nil
}

func (r *Registry) Changed(name string) {
	r.Lock() //@ changed lock
	r.dirty++
	r.Unlock()
}
