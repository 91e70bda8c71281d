// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package stock

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if os.Getenv("LEAKCHECK") != "" {
		goleak.VerifyTestMain(m)
	}
	os.Exit(m.Run())
}

func TestTake(t *testing.T) {
	s := &Shelf{pieces: 5}
	defer s.Close()
	if left := s.Take(2); left != 3 {
		t.Fatal(left)
	}
}
