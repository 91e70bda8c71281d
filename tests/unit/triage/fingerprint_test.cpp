// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A leak has a name: the same over Go versions, lines, numbers and addresses; another leak has another one.
#include "model/formatted.h"
#include "model/triage/fingerprint.h"
#include "model/triage/interest.h"
#include "model/triage/strength.h"
#include "tests/unit/triage/parsed.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

using namespace skein;
using namespace skein::triage;
namespace fs = std::filesystem;

namespace
{

/// "leak-exec-ctx--go1.19.8-all.log" gives "leak-exec-ctx" and "1.19".
std::string programOf(const fs::path& file)
{
    const std::string name = file.filename().string();
    return name.substr(0, name.find("--"));
}

std::string versionOf(const fs::path& file)
{
    const std::string name = file.filename().string();
    const auto at = name.find("--go") + 4;
    return name.substr(at, 4);
}

/// Fingerprints of the groups whose site's function ends with `function`, and that wait as the label says.
std::set<std::string> at(const Log& log, const std::string& function, const std::string& state)
{
    const Fingerprints fingerprints(log);
    std::set<std::string> found;
    for (const Group& group : groupsAt(log, Strength::Leak)) {
        const Thread& thread = log.snapshots[group.snapshot].threads[group.threads.front()];
        if (!group.site || !stateText(log, thread).starts_with(state))
            continue;
        if (log.function(group.site).ends_with(function))
            found.insert(toString(fingerprints.of(thread)));
    }
    return found;
}

std::vector<fs::path> logsIn(const std::string& folder, std::string_view prefix)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(skein::test::fixtures() / folder)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".log") && name.starts_with(prefix))
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

Fingerprint only(std::string_view text)
{
    const LogPtr log = skein::test::parsed(text);
    REQUIRE(log->snapshots.size() == 1);
    const Fingerprints fingerprints(*log);
    for (const Thread& thread : log->snapshots[0].threads)
        if (thread.id == ThreadId(7))
            return fingerprints.of(thread);
    FAIL("no goroutine 7");
    return {};
}

std::string dump(std::string_view goroutine)
{
    return formatted(
        "panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/a/main.go:1 +0x1\n\n{}\nexit status 2\n",
        goroutine);
}

} // namespace

TEST_CASE("the same leak has one fingerprint over Go versions, different leaks have different ones")
{
    // Every labelled leak of our own programs: program and function → fingerprint → versions.
    std::map<std::string, std::map<std::string, std::set<std::string>>> table;
    for (const fs::path& file : logsIn("go-traceback", "leak-")) {
        fs::path json = file;
        std::ifstream in(json.replace_extension(".json"));
        if (!in)
            continue;
        const auto label = nlohmann::json::parse(in);
        const LogPtr log = skein::test::fixture(file);
        for (const auto& leak : label["leak_groups"]) {
            // 1.22 and later name what `go f(x)` makes gowrap1; the label has the function of that version.
            const auto found = at(*log, leak["function"], leak["state"]);
            INFO(file.filename().string() << " " << leak["function"]);
            REQUIRE(found.size() == 1);
            const std::string row = programOf(file) + " " + leak["function"].get<std::string>();
            table[row][*found.begin()].insert(versionOf(file));
        }
    }
    REQUIRE(table.size() >= 2);
    std::map<std::string, std::string> owner;
    for (const auto& [row, fingerprints] : table) {
        INFO(row);
        CHECK(fingerprints.size() == 1);
        CHECK(fingerprints.begin()->second.size() >= 8); // 1.19, 1.21 … 1.27
        for (const auto& [fingerprint, versions] : fingerprints)
            CHECK(owner.emplace(fingerprint, row).first->second == row);
    }
}

TEST_CASE("every leak of a program has the same fingerprint over Go versions")
{
    std::set<std::set<std::string>> distinct;
    const auto files = logsIn("go-traceback", "leak-reasons--");
    REQUIRE(files.size() >= 3);
    for (const fs::path& file : files) {
        const LogPtr log = skein::test::fixture(file);
        const Fingerprints fingerprints(*log);
        const Interests interests(*log, fingerprints);
        std::set<std::string> names;
        for (const Group& group : groupsAt(*log, Strength::Leak)) {
            const Thread& thread = log->snapshots[group.snapshot].threads[group.threads.front()];
            if (interests.of(thread, Source::Dump) == Interest::Waiting)
                names.insert(toString(fingerprints.of(thread)));
        }
        CHECK(names.size() >= 6);
        distinct.insert(names);
    }
    CHECK(distinct.size() == 1);
}

TEST_CASE("twenty-odd kinds of leaks keep their names over Go versions and reports")
{
    // tests/programs/reports/kinds. What leaks is told apart by where it stands: the line in our own code,
    // the function elsewhere. Lines differ between nothing here but the libraries' versions.
    std::map<std::string,
             std::map<Fingerprint, std::set<std::string>,
                      decltype([](const auto& a, const auto& b) { return toString(a) < toString(b); })>>
        table;
    const auto rowOf = [](const Log& log, FrameId site) {
        const Frame& frame = log.frame(site);
        return log.function(site).contains("acme/kinds")
                   ? formatted("{}:{}", baseName(log.str(frame.file)), frame.line)
                   : std::string(log.function(site));
    };
    const auto each = [&](const fs::path& file, auto&& use) {
        const LogPtr log = skein::test::fixture(file);
        const Fingerprints fingerprints(*log);
        const Interests interests(*log, fingerprints);
        for (const Group& group : groupsAt(*log, Strength::Leak)) {
            const Snapshot& snapshot = log->snapshots[group.snapshot];
            const Thread& thread = snapshot.threads[group.threads.front()];
            const Interest interest = interests.of(thread, sourceOf(*log, snapshot));
            // Of nothing but the standard library the site is whatever frame is printed first.
            if (group.site && log->frame(group.site).role != Role::Runtime &&
                (interest == Interest::Reported || interest == Interest::Waiting))
                use(rowOf(*log, group.site), fingerprints.of(thread));
        }
    };
    for (const auto& [folder, prefix] : {std::pair("go-traceback", "leak-kinds--"), {"goleak", "kinds--"}})
        for (const fs::path& file : logsIn(folder, prefix))
            each(file, [&](const std::string& row, const Fingerprint& f) {
                table[row][f].insert(versionOf(file));
            });
    REQUIRE(table.size() >= 20);
    std::map<std::string, std::string> owner;
    for (const auto& [row, fingerprints] : table) {
        INFO(row);
        CHECK(fingerprints.size() == 1);
        // Contexts without cancel came with 1.21, iter.Pull with 1.23; the rest is in all eight.
        CHECK(fingerprints.begin()->second.size() >= (row.starts_with("newer.go") ? 5 : 8));
        for (const auto& [fingerprint, versions] : fingerprints)
            CHECK(owner.emplace(toString(fingerprint), row).first->second == row);
    }
    // Profiles print no creator, and at debug=1 no wait: nothing else may speak against it.
    std::size_t profiles = 0;
    for (const fs::path& file : logsIn("go-pprof", "kinds-"))
        each(file, [&](const std::string& row, const Fingerprint& f) {
            INFO(file.filename().string() << " " << row);
            // `go func() { a.add(1) }()` in one line looks like what Go 1.21 made of `go a.add(1)`, where the
            // creator is known; a profile keeps the closure.
            if (!table.contains(row) || row == "stuck.go:227")
                return;
            CHECK(likeness(table[row].begin()->first, f) <= Likeness::Unclear);
            ++profiles;
        });
    CHECK(profiles > 100);
}

TEST_CASE("who waits for a lock in a deadlock has one fingerprint over Go versions")
{
    // Up to Go 1.19 the state of every lock was "semacquire".
    for (const std::string_view program :
         {"deadlock-three-cycle", "deadlock-mutex-channel", "deadlock-rwmutex-recursive",
          "deadlock-self-mutex", "deadlock-abba-sigquit"}) {
        std::map<std::string, std::set<std::string>> byFunction; // site and wait → fingerprints
        for (const fs::path& file : logsIn("go-traceback", std::string(program) + "--")) {
            const LogPtr log = skein::test::fixture(file);
            const Fingerprints fingerprints(*log);
            for (const Group& group : groupsAt(*log, Strength::Leak)) {
                const Thread& thread = log->snapshots[group.snapshot].threads[group.threads.front()];
                if (!group.site || log->frame(group.site).role != Role::User ||
                    !isLock(fingerprints.wait(thread)))
                    continue;
                const std::string key =
                    formatted("{} {} {}", log->function(group.site), waitWord(fingerprints.wait(thread)),
                              thread.createdAt ? log->function(thread.createdAt) : "");
                byFunction[key].insert(toString(fingerprints.of(thread)));
            }
        }
        INFO(program);
        CHECK_FALSE(byFunction.empty());
        for (const auto& [key, fingerprints] : byFunction) {
            INFO(key);
            CHECK(fingerprints.size() == 1);
        }
    }
}

TEST_CASE("goleak in both forms, leaktest and go test -json give a leak the same name")
{
    std::set<std::string> names;
    std::size_t logs = 0;
    for (const std::string folder : {"goleak", "leaktest"}) {
        for (const fs::path& file : logsIn(folder, "command--")) {
            const LogPtr log = skein::test::fixture(file);
            const auto found = at(*log, ".Run.func1.1", "chan send");
            INFO(file.filename().string());
            CHECK(found.size() == 1);
            names.insert(found.begin(), found.end());
            ++logs;
        }
    }
    CHECK(logs >= 12);
    CHECK(names.size() == 1);
}

TEST_CASE("a fingerprint survives what is not the leak itself")
{
    const Fingerprint leak = only(dump(
        "goroutine 7 [chan send, 5 minutes]:\n"
        "acme.test/x/store.(*Cache).refresh.func1()\n\t/src/store/cache.go:41 +0x2c\n"
        "created by acme.test/x/store.(*Cache).refresh in goroutine 1\n\t/src/store/cache.go:36 +0x9f\n"));
    REQUIRE(leak);
    SECTION("lines, files, offsets, minutes, the creator's number")
    {
        CHECK(leak ==
              only(dump("goroutine 7 [chan send]:\n"
                        "acme.test/x/store.(*Cache).refresh.func1()\n\t/ci/work/store/cache.go:99 +0x7c\n"
                        "created by acme.test/x/store.(*Cache).refresh in goroutine "
                        "55\n\t/ci/work/store/cache.go:90 +0x1f\n")));
    }
    SECTION("type arguments, a major version, a vendor folder")
    {
        CHECK(leak == only(dump("goroutine 7 [chan send (durable)]:\n"
                                "app.test/vendor/acme.test/x/v2/store.(*Cache[...]).refresh.func1()\n\t/src/"
                                "store/cache.go:41 +0x2c\n"
                                "created by app.test/vendor/acme.test/x/v2/store.(*Cache[...]).refresh in "
                                "goroutine 1\n\t/src/store/cache.go:36 +0x9f\n")));
    }
    SECTION("the wrapper of a go statement, shown or not, under its old and its new name")
    {
        const auto worker = [](std::string_view wrapper) {
            return only(
                dump(formatted("goroutine 7 [select]:\nmain.worker(0x1, 0x2)\n\t/src/main.go:50 +0x2c\n{}"
                               "created by main.start in goroutine 1\n\t/src/main.go:20 +0x9f\n",
                               wrapper)));
        };
        const Fingerprint plain = worker("");
        CHECK(plain == worker("main.start.gowrap3()\n\t/src/main.go:20 +0x25\n"));
        CHECK(plain == worker("main.start.func3()\n\t/src/main.go:20 +0x25\n"));
        CHECK(plain != worker("main.start.func3()\n\t/src/main.go:31 +0x25\n")); // a closure of its own
    }
    SECTION("but not another function, wait, creator or closure")
    {
        const auto other = [](std::string_view state, std::string_view function, std::string_view creator) {
            return only(dump(formatted("goroutine 7 [{}]:\n{}()\n\t/src/store/cache.go:41 +0x2c\n"
                                       "created by {} in goroutine 1\n\t/src/store/cache.go:36 +0x9f\n",
                                       state, function, creator)));
        };
        const std::string f = "acme.test/x/store.(*Cache).refresh";
        CHECK(leak == other("chan send", f + ".func1", f));
        CHECK(likeness(leak, other("chan receive", f + ".func1", f)) == Likeness::Other);
        CHECK(likeness(leak, other("chan send", f + ".func1", "main.main")) == Likeness::Other);
        CHECK(likeness(leak, other("chan send", "acme.test/x/store.(*Cache).flush.func1", f)) ==
              Likeness::Other);
        CHECK(likeness(leak, other("chan send", f + ".func2", f)) == Likeness::Renumbered);
    }
}

TEST_CASE("the second in line of an RWMutex waits for the Mutex inside it")
{
    const auto locked = [](std::string_view state) {
        return only(dump(formatted("goroutine 7 [{}]:\nsync.runtime_SemacquireMutex(0x1, 0x0, "
                                   "0x1)\n\t/go/src/runtime/sema.go:77 +0x25\n"
                                   "sync.(*Mutex).lockSlow(0x1)\n\t/go/src/sync/mutex.go:171 "
                                   "+0x15d\nsync.(*Mutex).Lock(...)\n\t/go/src/sync/mutex.go:90\n"
                                   "sync.(*RWMutex).Lock(0x1)\n\t/go/src/sync/rwmutex.go:147 "
                                   "+0x45\nmain.put()\n\t/src/main.go:9 +0x4\n"
                                   "created by main.main in goroutine 1\n\t/src/main.go:20 +0x9f\n",
                                   state)));
    };
    CHECK(locked("semacquire") == locked("sync.Mutex.Lock"));
    CHECK(locked("sync.RWMutex.Lock") == locked("sync.Mutex.Lock"));
    CHECK(locked("semacquire").wait == Wait::WriteLock);
}

TEST_CASE("function names as they count")
{
    const auto check = [](std::string_view function, std::string_view name, std::string_view closures,
                          bool wrapper = false) {
        const NormalName n = normalName(function);
        INFO(function);
        CHECK(n.name == name);
        CHECK(n.closures == closures);
        CHECK(n.wrapper == wrapper);
    };
    check("main.main", "main.main", "");
    check("main.main.func1", "main.main.func", "1");
    check("main.main.func1.2", "main.main.func", "1.2");
    check("main.main.gowrap2", "main.main", "", true);
    check("acme.test/x.Lookup.gowrap1.resolve.1", "acme.test/x.resolve.func",
          "1"); // inlined into the wrapper
    check("acme.test/x.resolve.func1", "acme.test/x.resolve.func", "1");
    check("main.main.func1.deferwrap1", "main.main.func", "1", true);
    check("main.(*T).Run-fm", "main.(*T).Run", "");
    check("main.each-range1", "main.each.func", "r1");
    check("main.glob..func3", "main.init.func", "3");
    check("main.init.func3", "main.init.func", "3");
    check("main.main·dwrap·1", "main.main", "", true);
    check("github.com/a/b/v3/c.(*Map[go.shape.int,[]string]).Get[...]", "github.com/a/b/c.(*Map).Get", "");
    check("github.com/x/vendor/gopkg.in/yaml%2ev3.Unmarshal", "gopkg.in/yaml.Unmarshal", "");
    check("gopkg.in/yaml.v3.Unmarshal", "gopkg.in/yaml.v3.Unmarshal", ""); // no linker writes that
    check("", "", "");
    check("nonsense", "nonsense", "");
    check("a.[[[", "a", "");
}

TEST_CASE("a fingerprint as text")
{
    const Fingerprint f{
        .place = 0x4be1c09a7f32, .closures = 0x1f0c, .creator = 0x77aa, .wait = Wait::ChanSend};
    CHECK(toString(f) == "4be1c09a7f32-1f0c-77aa-send");
    CHECK(parseFingerprint("4be1c09a7f32-1f0c-77aa-send") == f);
    for (const std::string_view wrong :
         {"", "4be1c09a7f32-1f0c-77aa", "4be1c09a7f32-1f0c-77aa-", "4be1c09a7f32-1f0c-77aa-sent",
          "4BE1C09A7F32-1f0c-77aa-send", "4be1c09a7f3-21f0c-77aa-send", "+be1c09a7f32-1f0c-77aa-send",
          "4be1c09a7f32-1f0c-77aa-send "})
        CHECK_FALSE(parseFingerprint(wrong));
    // Stands in files of other people: never changes by itself.
    CHECK(toString(only(dump("goroutine 7 [chan send]:\nmain.leak.func1()\n\t/a.go:1 +0x1\ncreated by "
                             "main.leak in goroutine 1\n\t/a.go:2 +0x2\n"))) ==
          "df06a6c8a51a-5993-82e9-send");
}
