// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package actor

type question struct {
	text   string
	answer chan string
}

// Actor answers questions.
type Actor struct {
	name  string
	inbox chan question
}

// New makes one.
func New(name string) *Actor { return &Actor{name, make(chan question)} }

// Ask asks another one.
func (a *Actor) Ask(other *Actor, text string) string {
	q := question{text, make(chan string, 1)}
	other.inbox <- q //@ ask send
	return <-q.answer
}

// Run asks first, then answers.
func (a *Actor) Run(other *Actor) {
	a.Ask(other, "who are you")
	for q := range a.inbox {
		q.answer <- a.name
	}
}
