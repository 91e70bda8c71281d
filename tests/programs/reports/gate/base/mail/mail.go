// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package mail sends messages in the background.
package mail

// Send hands a message over and gives a channel on which the result comes.
func Send(to, text string) <-chan error {
	result := make(chan error)
	go func() {
		result <- deliver(to, text)
	}()
	return result
}

func deliver(to, text string) error { return nil }
