// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package page

import (
	"io"
	"text/template"
)

var layout = template.Must(template.New("page").Parse("<h1>{{.Title}}</h1>{{range $t, $n := .Tags}}<a>{{$t}} ({{$n}})</a>{{end}}"))

// Page is one page of the wiki.
type Page struct {
	Title string
	Tags  map[string]int
}

// New makes a page.
func New(title string) *Page { return &Page{Title: title, Tags: map[string]int{"wiki": 1}} }

// Tag counts a tag.
func (p *Page) Tag(name string) {
	p.Tags[name]++ //@ tag write
}

// Render executes the layout.
func (p *Page) Render() error {
	return layout.Execute(io.Discard, p) //@ exec iterate
}
