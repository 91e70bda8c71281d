// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package txn

import (
	"time"

	"github.com/acme/rowlocks/lockmgr"
)

type Tx struct {
	id int
	lm *lockmgr.Manager
}

func Begin(id int, lm *lockmgr.Manager) *Tx { return &Tx{id, lm} }
func (t *Tx) Update(keys ...string) {
	defer t.lm.ReleaseAll(t.id)
	for _, k := range keys {
		t.lm.Acquire(t.id, k)
		time.Sleep(20 * time.Millisecond)
	}
}
