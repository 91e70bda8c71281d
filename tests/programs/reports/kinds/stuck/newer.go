// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

//go:build go1.23

package stuck

import (
	"context"
	"iter"
)

func init() {
	All = append(All, Detach, Iterate)
}

// Detach waits for the end of a context that has none.
func Detach() {
	ctx := context.WithoutCancel(context.Background())
	for i := 0; i < 2; i++ {
		go func() { <-ctx.Done() }()
	}
}

// Iterate takes one value out of a sequence and doesn't stop it.
func Iterate() {
	next, _ := iter.Pull(numbers)
	next()
}

func numbers(yield func(int) bool) {
	for i := 0; yield(i); i++ {
	}
}
