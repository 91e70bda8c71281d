# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""A crash log whose every name tries to be markup. Made by hand: no compiler accepts such names. The form is that of a
Go traceback; what stands in it is what a stranger might send."""

SIGNS = ["<script>owned=1</script>", '"><img src=x onerror=owned=1>', "</pre></style></title><svg onload=owned=1>",
         "]]>--><!--", "`code` |pipe| @everyone #123 [link](http://evil.example/x)", "::error::annotated", "\x1b[31m\u202e"]
LOG = ("panic: " + " ".join(SIGNS) + "\n\n"
       + "fatal error: concurrent map writes\n\n"
       + 'goroutine 7 [running, labels:{"role":"<b onclick=owned=1>"}]:\n'
       + "main.(*T[<script>owned=1</script>]).put(0xc0000a2000)\n\t/src/<img src=x onerror=owned=1>/a.go:12 +0x1d\n"
       + "main.run.func1()\n\t/src/main.go:20 +0x1d\ncreated by main.run in goroutine 1\n\t/src/main.go:19 +0x1d\n\n"
       + "goroutine 8 [runnable]:\n"
       + "main.(*T[<script>owned=1</script>]).put(0xc0000a2000)\n\t/src/<img src=x onerror=owned=1>/a.go:12 +0x1d\n"
       + "main.run.func2()\n\t/src/main.go:24 +0x1d\ncreated by main.run in goroutine 1\n\t/src/main.go:23 +0x1d\n\n"
       + "goroutine 1 [<svg onload=owned=1>, 5 minutes]:\n"
       + 'main."><img src=x onerror=owned=1>()\n\t/src/main.go:30 +0x1d\nmain.main()\n\t/src/main.go:40 +0x1d\n'
       + "exit status 2\n")


def write(folder):
    """The log in a file whose name is hostile as well."""
    path = folder / "a\"><img src=x onerror=owned=1>&'.log"
    path.write_text(LOG, encoding="utf-8")
    return path
