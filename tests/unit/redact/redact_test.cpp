// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/redact/redact.h"
#include "model/redact/words.h"
#include "parser/case/redact_case.h"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace skein;
using namespace skein::redact;

namespace
{

std::string masked(std::string_view text, Options options = {})
{
    return Redactor(std::move(options)).redacted(text);
}

struct Case {
    std::string_view line, expected;
};

} // namespace

TEST_CASE("what is masked, and by what", "[redact]")
{
    const std::vector<Case> cases{
        // hosts
        {"dial tcp: lookup db-1.internal.acme.com: no such host", "dial tcp: lookup host-1: no such host"},
        {"db.acme.com and DB.acme.com and db.acme.com.", "host-1 and host-1 and host-1."},
        {"get https://api.acme.com/v1/x failed", "get https://host-1/v1/x failed"},
        {"get http://build7:8080/x", "get http://host-1:8080/x"},
        {"Nov 21 12:30:05 db-prod app[77]: goroutine 1 [running]:",
         "Nov 21 12:30:05 host-1 app[77]: goroutine 1 [running]:"},
        {"2026-11-21T12:30:05.123456+01:00 db-prod app[77]: x on db-prod",
         "2026-11-21T12:30:05.123456+01:00 host-1 app[77]: x on host-1"},
        {R"({"hostname":"web-7","msg":"x"})", R"({"hostname":"host-1","msg":"x"})"},
        {"node ip-10-1-2-3 is down", "node host-1 is down"},
        {"host=web-7 port=80", "host=host-1 port=80"},
        // addresses
        {"10.1.2.3:8080 -> 10.1.2.4:9 and 10.1.2.3", "ip-1:8080 -> ip-2:9 and ip-1"},
        {"[fe80::1]:80 2001:db8::8:800:200c:417a fd00::abcd 2001:db8:0:0:8:800:200c:417a",
         "[ip-1]:80 ip-2 ip-3 ip-4"},
        {"http://[2001:db8::1]:80/x", "http://[ip-1]:80/x"},
        {"http://10.0.0.7/x", "http://ip-1/x"},
        // people
        {"\t/home/maria/src/x.go:12 +0x1d", "\t/home/user-1/src/x.go:12 +0x1d"},
        {"at /Users/maria/x.cc:3 by maria", "at /Users/user-1/x.cc:3 by user-1"},
        {R"(C:\Users\Maria Lopez\src\x.go:3)", R"(C:\Users\user-1\src\x.go:3)"},
        {R"("C:\\Users\\maria\\x")", R"("C:\\Users\\user-1\\x")"},
        {"mail to maria.lopez+x@acme.co.uk, or else", "mail to email-1, or else"},
        // secrets
        {"password=hunter2 next", "password=token-1 next"},
        {R"("db_password": "hunter 2", "x": 1)", R"("db_password": "token-1", "x": 1)"},
        {"Authorization: Bearer abcdef1234567890", "Authorization: Bearer token-1"},
        {"curl -H 'X-Api-Key: k123456'", "curl -H 'X-Api-Key: token-1'"},
        {"postgres://app:s3cret@db.acme.com:5432/x", "postgres://token-1@host-1:5432/x"},
        {"key AKIAIOSFODNN7EXAMPLE used", "key token-1 used"},
        {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U end",
         "token-1 end"},
        {"etag 0f9a3b5c7d1e2f4a6b8c0d2e4f6a8b0c", "etag token-1"},
        // query strings
        {"GET /search?q=maria&page=2 HTTP/1.1", "GET /search?query-1 HTTP/1.1"},
        {"https://x.acme.com/a?b=c#d", "https://host-1/a?query-1#d"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.line);
        CHECK(masked(c.line) == c.expected);
    }
}

TEST_CASE("what an analysis needs stays", "[redact]")
{
    for (const std::string_view line : {
             "goroutine 34 [chan receive, 2 minutes, locked to thread]:",
             "github.com/acme/streams.(*Registry).Put(0xc000124008, {0x4b2a10?, 0x5})",
             "google.golang.org/grpc/internal/transport.(*controlBuffer).get(0xc0001?, 0x1)",
             "created by net/http.(*Server).Serve in goroutine 1",
             "\t/go/pkg/mod/github.com/acme/streams@v1.2.3/registry.go:41 +0x1d",
             "\t/root/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.24.4.linux-amd64/src/runtime/panic.go:12",
             "#0  0x00007f0f301eb6c0 in std::condition_variable::wait (this=0x55d1c8) at main.cc:12",
             "#1 cafe::f1 () from /lib/libfoo.so.1.2.3.4",
             "#2 add::bed::face(int) x.cpp:3:5",
             "Thread 0x7f:",
             "time 12:30:05 12:30:05.123 on 127.0.0.1 and ::1 at localhost:8080",
             "WARNING: ThreadSanitizer: data race (pid=12345)",
             "  #0 _ZNSt6thread11_State_implINS_8_InvokerISt5tupleIJZ4mainEUlvE_EEEEE6_M_runEv",
             "exit status 2",
             "fatal error: all goroutines are asleep - deadlock!",
             "--- FAIL: TestAVeryLongNameWithManyWordsInItThatGoesOnAndOnForever2 (0.00s)",
             "main.(*Auth).token(...)",
             "token.go:12 x",
             "malloc@GLIBC_2.2.5 f@plt",
             "SCHED 2002ms: gomaxprocs=2 idleprocs=0 threads=6",
             "BuildId: 0f9a3b5c7d1e2f4a6b8c0d2e4f6a8b0c",
             "std::sync::mutex::Mutex<T>::lock::h0123456789abcdef",
         }) {
        CAPTURE(line);
        CHECK(masked(line) == line);
    }
}

TEST_CASE("the same name has the same mask in log and notes", "[redact]")
{
    Redactor redactor;
    CHECK(redactor.redacted("/home/maria/x on db.acme.com\n") == "/home/user-1/x on host-1\n");
    CHECK(redactor.redacted("ask maria about db.acme.com, not eu.acme.com") ==
          "ask user-1 about host-1, not host-2");
    CHECK(redactor.summary() ==
          std::vector<std::string>{"host names: 2 (3 places)", "user names and home folders: 1 (2 places)"});
    CHECK(redactor.masks()[0].original == "maria");
}

TEST_CASE("what is redacted once stays as it is", "[redact]")
{
    const std::string once =
        masked("/home/zoe/x of zoe@acme.com at db.acme.com (10.0.0.1), password=abc?q=1 /a?b=c\n"
               "Nov 21 12:30:05 db-prod app[77]: x\n");
    CHECK(masked(once) == once);
}

TEST_CASE("kinds can be left out, names can be kept", "[redact]")
{
    Options options;
    options.kinds[static_cast<std::size_t>(Kind::Host)] = false;
    options.keep = {"Maria"};
    CHECK(masked("db.acme.com /home/maria/x 10.0.0.1", options) == "db.acme.com /home/maria/x ip-1");
}

TEST_CASE("hosts of import paths only when asked", "[redact]")
{
    Options options;
    const std::string line =
        "git.acme.com/team/x.(*T).F(0x1)\n\t/go/pkg/mod/git.acme.com/team/x@v1.0.0/t.go:3 +0x1\n";
    CHECK(masked(line) == line);
    options.kinds[static_cast<std::size_t>(Kind::Import)] = true;
    CHECK(masked(line, options) == "import-1.example/team/x.(*T).F(0x1)\n"
                                   "\t/go/pkg/mod/import-1.example/team/x@v1.0.0/t.go:3 +0x1\n");
    CHECK(masked("github.com/x/y.F()", options) == "github.com/x/y.F()");
}

TEST_CASE("the user's own patterns", "[redact]")
{
    Options options;
    options.patterns = {{"customer-*", "customer"}, {"*.acme", ""}, {"ticket ?\?-1", ""}};
    CHECK(masked("Customer-Foo_7 and customer-bar, customer-foo_7; x.y.acme; ticket AB-1!", options) ==
          "customer-1 and customer-2, customer-1; masked-1; masked-2!");
    options.patterns = {{"*", ""}, {"", ""}, {"?? *", ""}};
    CHECK(masked("nothing to see", options) == "nothing to see");
}

TEST_CASE("patterns that would take for ever elsewhere", "[redact]")
{
    Options options;
    options.patterns = {{"a*a*a*a*a*a*a*a*a*a*b", ""}};
    const std::string hostile(200'000, 'a');
    const auto start = std::chrono::steady_clock::now();
    CHECK(masked(hostile, options) == hostile);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("lines stay as many as they were, whatever bytes they hold", "[redact]")
{
    std::uint64_t state = 1;
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (int i = 0; i < 400; ++i) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            constexpr std::string_view pieces = "@@::..//\\\\?==?\"'\n\n aA0f1-_%+~[](){}<>,;&#\xc3\xa4\xff";
            text += pieces[(state >> 33) % pieces.size()];
            if ((state >> 20) % 40 == 0)
                text += "/home/";
            if ((state >> 21) % 40 == 0)
                text += "http://";
            if ((state >> 22) % 40 == 0)
                text += "password=";
        }
        Redactor redactor;
        std::size_t last = 0;
        for (const Span& span : redactor.find(text)) {
            REQUIRE(span.begin >= last);
            REQUIRE(span.end > span.begin);
            REQUIRE(span.end <= text.size());
            last = span.end;
        }
        CHECK(std::ranges::count(redactor.redacted(text), '\n') == std::ranges::count(text, '\n'));
    }
}

TEST_CASE("long lines take linear time", "[redact]")
{
    for (const std::string_view unit :
         {"a", "a.", "a:", "@", "/home/", "http://", "?a=", "1.", "::", "password=", "\\", "x@"}) {
        CAPTURE(unit);
        std::string text;
        while (text.size() < 400'000)
            text += unit;
        const auto start = std::chrono::steady_clock::now();
        masked(text);
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
    }
}

TEST_CASE("a redacted case", "[redact]")
{
    auto file = cases::caseOfBytes(
        "panic: dial db.acme.com\n\ngoroutine 1 [running]:\nmain.main()\n\t/home/maria/x.go:9\n",
        "crash.log");
    file.notebook.add(
        {.anchor = {.at = notes::OnLines{}, .lines = {1, 1}}, .text = "ask maria@acme.com about db.acme.com"},
        {"maria", 1'795'264'205'123});
    const auto gone = file.notebook.add({.text = "secret"}, {"maria", 1}).note;
    file.notebook.remove(gone, {"maria", 2});
    file.view = "{\"folder\":\"/home/maria\"}";
    file.others = {{"x.txt", "maria"}};
    Redactor redactor;
    auto shared = cases::redactedCase(file, redactor);
    REQUIRE(shared);
    const std::string bytes = cases::bytesOf(*shared);
    for (const char* secret : {"maria", "acme", "secret"})
        CHECK(bytes.find(secret) == std::string::npos);
    CHECK(shared->log.bytes.find("maria") == std::string_view::npos);
    CHECK(shared->notebook.liveNotes()[0]->text.value() == "ask email-1 about host-1");
    CHECK(shared->notebook.liveNotes()[0]->created.author == "user-1");
    CHECK(shared->masked.size() == 3);
    CHECK(cases::readCase(bytes, {})->masked == shared->masked);
}
