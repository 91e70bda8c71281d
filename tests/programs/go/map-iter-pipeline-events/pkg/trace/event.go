// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package trace

import "strconv"

// Event is one event.
type Event struct {
	Name string                 `json:"eventName"`
	Args map[string]interface{} `json:"args"`
}

// NewEvent makes an event.
func NewEvent(name string, args int) *Event {
	ev := &Event{Name: name, Args: make(map[string]interface{})}
	for i := 0; i < args; i++ {
		ev.Args["arg"+strconv.Itoa(i)] = "0x0"
	}
	return ev
}

// SetArg stores one argument.
func (ev *Event) SetArg(name string, value interface{}) {
	ev.Args[name] = value //@ arg write
}
