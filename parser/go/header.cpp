// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/header.h"

#include "parser/go/frame_line.h"
#include "parser/json_line.h"
#include "parser/scan.h"

#include <array>

namespace skein::go
{

namespace
{

using namespace scan;

/// pprof labels are a handful; a log that is one long list of them is not kept in memory.
constexpr std::size_t kMaxLabels = 256;

struct Status {
    std::string_view words;
    ThreadState state;
    ResourceKind kind = ResourceKind::None;
};

// runtime/traceback.go gStatusStrings, and those wait reasons (runtime/runtime2.go waitReasonStrings) that
// say what kind of thing is waited for. Every other reason means waiting, for nothing that can be named.
constexpr std::array kStatuses = {
    Status{"running", ThreadState::Running},
    Status{"runnable", ThreadState::Runnable},
    Status{"select", ThreadState::Waiting, ResourceKind::Channel},
    Status{"chan receive", ThreadState::Waiting, ResourceKind::Channel},
    Status{"chan send", ThreadState::Waiting, ResourceKind::Channel},
    Status{"IO wait", ThreadState::Waiting},
    Status{"sleep", ThreadState::Waiting},
    Status{"sync.Mutex.Lock", ThreadState::Waiting, ResourceKind::Mutex},
    Status{"sync.RWMutex.RLock", ThreadState::Waiting, ResourceKind::RwMutex},
    Status{"sync.RWMutex.Lock", ThreadState::Waiting, ResourceKind::RwMutex},
    Status{"sync.WaitGroup.Wait", ThreadState::Waiting, ResourceKind::WaitGroup},
    Status{"sync.Cond.Wait", ThreadState::Waiting, ResourceKind::Condition},
    Status{"semacquire", ThreadState::Waiting, ResourceKind::Semaphore},
    Status{"syscall", ThreadState::Syscall},
    Status{"chan receive (nil chan)", ThreadState::Waiting, ResourceKind::Channel},
    Status{"chan send (nil chan)", ThreadState::Waiting, ResourceKind::Channel},
    Status{"select (no cases)", ThreadState::Waiting, ResourceKind::Channel},
    Status{"idle", ThreadState::Unknown},
    Status{"waiting", ThreadState::Waiting},
    Status{"dead", ThreadState::Dead},
    Status{"deadextra", ThreadState::Dead},
    Status{"copystack", ThreadState::Running},
    Status{"preempted", ThreadState::Runnable},
    Status{"enqueue", ThreadState::Runnable},
    Status{"exiting syscall", ThreadState::Syscall},
    Status{"???", ThreadState::Unknown},
};

bool eatSuffix(std::string_view& s, std::string_view suffix)
{
    if (!s.ends_with(suffix))
        return false;
    s.remove_suffix(suffix.size());
    return true;
}

/// "chan receive (durable)" → "chan receive" and the flags behind it, in whatever order.
void setStatus(std::string_view words, Header& h)
{
    for (bool more = true; more;) {
        more = false;
        if (eatSuffix(words, " (leaked)"))
            h.leaked = more = true;
        if (eatSuffix(words, " (durable)"))
            h.durable = more = true;
        if (eatSuffix(words, " (scan)"))
            more = true;
    }
    h.status = words;
    for (const Status& s : kStatuses) {
        if (s.words != words)
            continue;
        h.state = s.state;
        h.waitsOn = s.kind;
        return;
    }
    h.state = words.empty() ? ThreadState::Unknown : ThreadState::Waiting;
}

/// Eats up to one of `ends`, not looking inside quotes.
std::string_view until(std::string_view& s, std::string_view ends)
{
    bool quoted = false;
    std::size_t i = 0;
    for (; i < s.size(); ++i) {
        if (quoted && s[i] == '\\' && i + 1 < s.size())
            ++i;
        else if (s[i] == '"')
            quoted = !quoted;
        else if (!quoted && ends.find(s[i]) != ends.npos)
            break;
    }
    const std::string_view part = s.substr(0, i);
    s.remove_prefix(i);
    return part;
}

/// One of ", 5 minutes", ", locked to thread", ", synctest bubble 1", and labels of other forms.
void setAttribute(std::string_view a, Header& h)
{
    std::string_view rest = a;
    if (a == "locked to thread") {
        h.locked = true;
    } else if (const auto n = number(rest); n && rest == " minutes") {
        h.minutes = static_cast<std::int32_t>(std::min<std::uint64_t>(*n, INT32_MAX));
    } else if (a.starts_with('"')) {
        // [sync.Cond.Wait, 12 minutes, bubble, "app":"myapp", "env":"prod"]: CockroachDB's fork
        h.labels = h.labels.empty() ? a
                                    : std::string_view(h.labels.data(),
                                                       static_cast<std::size_t>(a.end() - h.labels.begin()));
    }
}

/// What stands between [ and ]; `s` stands behind the opening bracket. False where the closing one is
/// missing.
bool eatBrackets(std::string_view& s, Header& h)
{
    // Go 1.26 with tracebacklabels=1: [running labels:{"foobar": "baz"}]
    std::string_view words = until(s, ",]{");
    const bool labelled = !s.empty() && s.front() == '{' && eatSuffix(words, " labels:");
    setStatus(words, h);
    while (!s.empty() && s.front() != ']') {
        if (s.front() == '{') {
            s.remove_prefix(1);
            const std::string_view labels = until(s, "}");
            if (labelled || h.labels.empty())
                h.labels = labels;
            literal(s, "}");
        } else if (literal(s, ", ")) {
            std::string_view attribute = until(s, ",]{");
            if (!s.empty() && s.front() == '{')
                eatSuffix(attribute, " labels:");
            setAttribute(attribute, h);
        } else {
            s.remove_prefix(1);
        }
    }
    return literal(s, "]");
}

} // namespace

bool startsHeader(std::string_view text)
{
    std::string_view s = text;
    if (!literal(s, "goroutine "))
        return false;
    const std::size_t n = digits(s);
    if (n == 0 || n > 20)
        return false;
    s.remove_prefix(n);
    return s.starts_with(" [") || s.starts_with(" gp=0x");
}

std::optional<Header> matchHeader(std::string_view line, bool cut)
{
    std::string_view s = line;
    if (!literal(s, "goroutine "))
        return {};
    const auto id = number(s);
    if (!id)
        return {};
    Header h;
    h.id = *id;
    // goroutine 25 gp=0xc0001fa000 m=nil [sync.WaitGroup.Wait, 3 minutes]:
    if (literal(s, " gp=")) {
        h.pointers = true;
        if (!hex(s) || !literal(s, " m="))
            return cut && s.empty() ? std::optional(h) : std::nullopt;
        if (!literal(s, "nil")) {
            const auto m = number(s);
            if (!m)
                return cut && s.empty() ? std::optional(h) : std::nullopt;
            h.osId = *m;
        }
        if (literal(s, " mp=") && !hex(s))
            return {};
    }
    if (!literal(s, " ["))
        return {};
    if (!eatBrackets(s, h))
        return cut ? std::optional(h) : std::nullopt;
    // Go 1.27: goroutine 24812 [IO wait] {meta: "Alias#<…>", role: reader}:
    literal(s, " ");
    if (literal(s, "{")) {
        h.labels = until(s, "}");
        literal(s, "}");
    }
    if (s == ":" || (cut && s.empty()))
        return h;
    // goroutine 42 [chan receive, 10 minutes]:      <-- ten minutes
    return literal(s, ":") && isRemark(s) ? std::optional(h) : std::nullopt;
}

Labels parseLabels(std::string_view text)
{
    Labels labels;
    const auto token = [&text](std::string_view ends) {
        text = trimLeft(text);
        std::string_view raw = trimRight(until(text, ends));
        if (raw.size() < 2 || raw.front() != '"' || raw.back() != '"')
            return std::string(raw);
        std::string plain;
        std::string_view inside = raw.substr(1, raw.size() - 2);
        eatJsonString(inside, plain);
        return plain;
    };
    while (!trimLeft(text).empty() && labels.size() < kMaxLabels) {
        std::string key = token(":,");
        if (!literal(text, ":")) {
            if (!literal(text, ","))
                break;
            continue;
        }
        labels.emplace_back(std::move(key), token(","));
        literal(text, ",");
    }
    return labels;
}

} // namespace skein::go
