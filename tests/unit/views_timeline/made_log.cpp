// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/unit/views_timeline/made_log.h"

#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>

namespace skein::test
{
namespace
{

struct NoText : ThreadText {
    std::vector<FrameText> frames(const Thread&) const override { return {}; }
    LineSpan createdByLines(const Thread&) const override { return {}; }
    Printed printed(const Around&) const override { return {}; }
};

} // namespace

LogMaker::LogMaker() : m_log(std::make_shared<Log>())
{
    m_log->threadText = std::make_shared<NoText>();
    m_log->stackStarts.push_back(0);
    m_log->snapshots.emplace_back();
    m_log->snapshots[0].lines = {1, 1};
}

FrameId LogMaker::frame(const std::string& function, const std::string& file, std::uint32_t line, Role role)
{
    Frame f;
    f.function = m_log->strings.intern(function);
    f.file = m_log->strings.intern(file);
    f.line = line;
    f.role = role;
    m_log->frames.push_back(f);
    return FrameId(static_cast<std::uint32_t>(m_log->frames.size() - 1));
}

StackId LogMaker::stack(const std::vector<FrameId>& frames)
{
    m_log->stackFrames.insert(m_log->stackFrames.end(), frames.begin(), frames.end());
    m_log->stackStarts.push_back(static_cast<std::uint32_t>(m_log->stackFrames.size()));
    return StackId(static_cast<std::uint32_t>(m_log->stackStarts.size() - 2));
}

std::uint32_t LogMaker::waiting(std::uint64_t id, StackId stack, const std::string& reason, int minutes,
                                std::uint64_t creator)
{
    Thread t;
    t.id = ThreadId(id);
    t.stack = stack;
    t.waitReason = m_log->strings.intern(reason);
    t.state = ThreadState::Waiting;
    t.waitedMinutes = minutes;
    if (creator)
        t.creator = ThreadId(creator);
    auto& threads = m_log->snapshots[0].threads;
    threads.push_back(t);
    return static_cast<std::uint32_t>(threads.size() - 1);
}

AnalysisPtr LogMaker::analysis(std::vector<Finding> findings)
{
    auto result = std::make_shared<Analysis>();
    result->log = m_log;
    result->groups = groupThreads(*m_log);
    result->findings = std::move(findings);
    result->waitGraphs.resize(1);
    return result;
}

LogMaker crowd(std::uint32_t groups, std::uint32_t each)
{
    LogMaker maker;
    maker.waiting(1, maker.stack({maker.frame("main.main", "/src/main.go", 10)}), "select", 60);
    const FrameId inner = maker.frame("runtime.gopark", "/go/src/runtime/proc.go", 400, Role::Runtime);
    std::uint64_t id = 2;
    for (std::uint32_t g = 0; g < groups; ++g) {
        const std::string name = "example.com/pkg" + std::to_string(g) + ".worker";
        const StackId stack = maker.stack({inner, maker.frame(name, "/src/w.go", g + 1)});
        for (std::uint32_t i = 0; i < each; ++i)
            maker.waiting(id++, stack, "chan receive", static_cast<int>(i % 90), 1);
    }
    return maker;
}

AnalysisPtr example(const std::string& name)
{
    auto input = openInput(std::string(SKEIN_SOURCE_DIR) + "/examples/" + name);
    REQUIRE(input.has_value());
    auto log = parse(std::move(*input));
    REQUIRE(log.has_value());
    return analyse(*log);
}

} // namespace skein::test
