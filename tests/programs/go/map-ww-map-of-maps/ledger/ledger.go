// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package ledger

// Ledger keeps the accounts of several tenants.
type Ledger struct{ accounts map[string]map[string]int64 }

// New makes a ledger.
func New(tenants ...string) *Ledger {
	l := &Ledger{accounts: map[string]map[string]int64{}}
	for _, t := range tenants {
		l.accounts[t] = map[string]int64{}
	}
	return l
}

// Accounts returns the accounts of one tenant.
func (l *Ledger) Accounts(tenant string) map[string]int64 { return l.accounts[tenant] }

// Post adds to an account.
func (l *Ledger) Post(tenant, account string, cents int64) {
	l.accounts[tenant][account] += cents //@ inner write
}
