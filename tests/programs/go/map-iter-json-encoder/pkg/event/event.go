// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package event

import "strconv"

// Event is what the pipeline passes on.
type Event struct {
	Name   string                 `json:"name"`
	Fields map[string]interface{} `json:"fields"`
}

// New makes an event with n fields.
func New(name string, n int) *Event {
	e := &Event{Name: name, Fields: map[string]interface{}{}}
	for i := 0; i < n; i++ {
		e.Fields["arg"+strconv.Itoa(i)] = i
	}
	return e
}

// Set stores one field.
func (e *Event) Set(key string, v interface{}) {
	e.Fields[key] = v //@ enrich write
}
