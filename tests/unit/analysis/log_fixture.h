// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/analysis/analysis.h"
#include "model/log.h"

/// Builds a Log without a parser:
///     LogFixture log;
///     log.snapshot("fatal error: all goroutines are asleep - deadlock!");
///     log.goroutine(18, "sync.Mutex.Lock").waitsOn(0xc000098070).frame("bank.Transfer", "account.go", 34,
///     {0xc000098040}); auto analysis = skein::analyse(log.build());
/// Frames of runtime, sync and a few other standard packages are Role::Runtime, all others Role::User.
namespace skein::test {

/// An argument as printed; `Stale` is one with a question mark.
struct Arg {
    std::uint64_t value = 0;
    bool stale = false;
    Arg(std::uint64_t v) : value(v) {}
    Arg(std::uint64_t v, bool isStale) : value(v), stale(isStale) {}
};
inline Arg stale(std::uint64_t v) { return {v, true}; }

class LogFixture {
public:
    LogFixture() : m_log(std::make_shared<Log>()), m_text(std::make_shared<Text>()) {}

    LogFixture& snapshot(std::string_view reason = {}, std::string_view signal = {})
    {
        finishStack();
        Snapshot s;
        s.reasonLines = reason.empty() ? LineSpan{} : LineSpan{++m_line, m_line};
        s.reason = reason.empty() ? StringId{} : m_log->strings.intern(reason);
        s.signal = signal.empty() ? StringId{} : m_log->strings.intern(signal);
        m_log->snapshots.push_back(std::move(s));
        return *this;
    }

    /// `state` as in a header: a wait reason, or "running", "runnable", "syscall".
    LogFixture& goroutine(std::uint64_t id, std::string_view state)
    {
        finishStack();
        if (m_log->snapshots.empty()) snapshot();
        Thread t;
        t.id = ThreadId(id);
        t.firstLine = t.lastLine = ++m_line;
        t.textOffset = m_line;  // unique, so that the text of a thread can be found again
        t.state = state == "running"    ? ThreadState::Running
                  : state == "runnable" ? ThreadState::Runnable
                  : state == "syscall"  ? ThreadState::Syscall
                                        : ThreadState::Waiting;
        if (t.state == ThreadState::Waiting) t.waitReason = m_log->strings.intern(state);
        m_log->snapshots.back().threads.push_back(t);
        m_open = true;
        return *this;
    }

    LogFixture& frame(std::string_view function, std::string_view file, std::uint32_t line,
                      std::initializer_list<Arg> args = {})
    {
        FrameText text;
        text.frame = frameId(function, file, line);
        text.lines = {m_line + 1, m_line + 2};
        m_line += 2;
        thread().lastLine = m_line;
        std::uint8_t position = 0;
        for (const Arg& arg : args)
            text.args.push_back(
                {.value = arg.value, .isNumber = true, .stale = arg.stale, .position = position++});
        m_frames.push_back(std::move(text));
        return *this;
    }

    LogFixture& createdBy(std::string_view function, std::string_view file, std::uint32_t line,
                          std::uint64_t creator = ThreadId::kNone)
    {
        thread().createdAt = frameId(function, file, line);
        thread().creator = ThreadId(creator);
        m_text->created[thread().textOffset] = {m_line + 1, m_line + 2};
        m_line += 2;
        thread().lastLine = m_line;
        return *this;
    }

    LogFixture& waitsOn(std::uint64_t address, ResourceKind kind = ResourceKind::Mutex)
    {
        thread().waitsOn = address;
        thread().waitsOnKind = kind;
        return *this;
    }
    LogFixture& minutes(std::int32_t n)
    {
        thread().waitedMinutes = n;
        return *this;
    }
    LogFixture& crashed()
    {
        thread().crashed = true;
        return *this;
    }
    /// The thread added last, for whatever has no function here.
    Thread& thread() { return m_log->snapshots.back().threads.back(); }

    LogPtr build()
    {
        finishStack();
        auto built = std::make_shared<Log>();  // a copy, so that a test can go on from here
        built->snapshots = m_log->snapshots;
        built->frames = m_log->frames;
        built->stackFrames = m_log->stackFrames;
        built->stackStarts = m_log->stackStarts;
        built->stackStarts.push_back(static_cast<std::uint32_t>(built->stackFrames.size()));
        for (std::uint32_t i = 0; i < m_log->strings.size(); ++i)
            built->strings.intern(m_log->strings[StringId(i)]);
        built->threadText = m_text;
        return built;
    }

private:
    struct Text final : ThreadText {
        std::map<std::uint64_t, std::vector<FrameText>> byOffset;
        std::map<std::uint64_t, LineSpan> created;
        std::vector<FrameText> frames(const Thread& thread) const override
        {
            const auto hit = byOffset.find(thread.textOffset);
            return hit == byOffset.end() ? std::vector<FrameText>{} : hit->second;
        }
        LineSpan createdByLines(const Thread& thread) const override
        {
            const auto hit = created.find(thread.textOffset);
            return hit == created.end() ? LineSpan{} : hit->second;
        }
        Printed printed(const Around&) const override { return {}; }
    };

    FrameId frameId(std::string_view function, std::string_view file, std::uint32_t line)
    {
        Frame f;
        f.function = m_log->strings.intern(function);
        f.file = m_log->strings.intern(file);
        f.line = line;
        for (const std::string_view std :
             {"runtime.", "sync.", "internal/sync.", "testing.", "net/http.", "os/signal.", "database/sql."})
            if (function.starts_with(std)) f.role = Role::Runtime;
        for (std::uint32_t i = 0; i < m_log->frames.size(); ++i)
            if (m_log->frames[i] == f) return FrameId(i);
        m_log->frames.push_back(f);
        return FrameId(static_cast<std::uint32_t>(m_log->frames.size() - 1));
    }

    void finishStack()
    {
        if (m_open && !m_frames.empty()) {
            std::vector<FrameId> ids;
            for (const FrameText& f : m_frames) ids.push_back(f.frame);
            const auto [hit, isNew] =
                m_stacks.try_emplace(ids, StackId(static_cast<std::uint32_t>(m_stacks.size())));
            if (isNew) {
                m_log->stackStarts.push_back(static_cast<std::uint32_t>(m_log->stackFrames.size()));
                m_log->stackFrames.insert(m_log->stackFrames.end(), ids.begin(), ids.end());
            }
            thread().stack = hit->second;
            m_text->byOffset[thread().textOffset] = std::move(m_frames);
        }
        m_frames.clear();
        m_open = false;
    }

    std::shared_ptr<Log> m_log;
    std::shared_ptr<Text> m_text;
    std::map<std::vector<FrameId>, StackId> m_stacks;
    std::vector<FrameText> m_frames;
    std::uint32_t m_line = 0;
    bool m_open = false;
};

}  // namespace skein::test
