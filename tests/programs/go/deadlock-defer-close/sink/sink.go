// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package sink

import (
	"errors"
	"fixture.test/truth"
	"io"
	"sync"
)

type File struct {
	mu   sync.Mutex
	buf  []string
	fail io.Closer
	n    int
}

func NewFile() *File {
	f := &File{}
	f.fail = f
	truth.Address("mu", &f.mu)
	return f
}

func (f *File) Add(s string) {
	f.mu.Lock()
	f.buf = append(f.buf, s)
	f.mu.Unlock()
}

func (f *File) Flush() (err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	defer func() {
		if err != nil {
			f.fail.Close()
		}
	}()
	f.buf = nil
	if f.n++; f.n > 1000 {
		return errors.New("disk full")
	}
	return nil
}

func (f *File) Close() error {
	f.mu.Lock() //@ close lock
	defer f.mu.Unlock()
	f.buf = nil
	return nil
}
