// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package stuck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
	"net/http"
	"net/http/httptest"
)

// Fetch leaves the bodies of two responses open.
func Fetch() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write(make([]byte, 64<<10))
	}))
	for i := 0; i < 2; i++ {
		if response, err := http.Get(server.URL); err == nil {
			_ = response.StatusCode
		}
	}
}

// Query leaves the rows of two queries open; the contexts of both can be cancelled, and aren't.
func Query() {
	db := sql.OpenDB(store{})
	ctx, cancel := context.WithCancel(context.Background())
	_ = cancel
	for i := 0; i < 2; i++ {
		if rows, err := db.QueryContext(ctx, "all"); err == nil {
			rows.Next()
		}
	}
}

type store struct{}

func (store) Connect(context.Context) (driver.Conn, error) { return store{}, nil }
func (store) Driver() driver.Driver                        { return nil }
func (store) Prepare(string) (driver.Stmt, error)          { return store{}, nil }
func (store) Close() error                                 { return nil }
func (store) Begin() (driver.Tx, error)                    { return nil, io.EOF }
func (store) NumInput() int                                { return 0 }
func (store) Exec([]driver.Value) (driver.Result, error)   { return nil, io.EOF }
func (store) Query([]driver.Value) (driver.Rows, error)    { return store{}, nil }
func (store) Columns() []string                            { return []string{"n"} }
func (store) Next(row []driver.Value) error                { row[0] = int64(1); return nil }
