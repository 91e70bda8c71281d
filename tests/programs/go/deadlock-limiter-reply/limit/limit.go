// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package limit

type Limiter struct{ slots chan struct{} }

func New(n int) *Limiter { return &Limiter{make(chan struct{}, n)} }

func (l *Limiter) Acquire() {
	l.slots <- struct{}{} //@ acquire send
}
func (l *Limiter) Release() { <-l.slots }
