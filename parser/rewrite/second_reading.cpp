// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/second_reading.h"

#include "model/formatted.h"
#include "model/intern.h"
#include "parser/rewrite/quality.h"
#include "parser/rewrite/rewrites.h"
#include "parser/rewrite/rewritten_log.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace skein
{

namespace
{

/// Rewrites are chosen by what they do to this much of the log, around the first bad place.
constexpr std::size_t kSample = 512 * 1024;
constexpr std::size_t kSampleBefore = 64 * 1024;
/// How much of what wasn't recognised is looked at for signs of a dump.
constexpr std::size_t kMaxLook = 1024 * 1024;
constexpr std::size_t kMaxChain = 5;
/// Readings of the sample, for a log that seems to be mangled in every way.
constexpr int kMaxTrials = 160;

using Chain = std::vector<const Rewrite*>;

struct Trial {
    Chain chain;
    RewrittenText text;
    std::int64_t quality = 0;
    bool clean = false; ///< nothing in it looks mangled any more
    bool goroutines = false;
};

void apply(const Rewrite& rewrite, const RewrittenText& in, RewrittenText& out)
{
    rewrite.apply(in, out);
    // What was the last line isn't any more: that it has no end means nothing.
    out.finish(rewrite.reorders ? RewrittenText() : in);
}

/// Nothing is lost but the ends of lines, with what stands before each line.
bool onlyJoins(const RewrittenText& from, const RewrittenText& to)
{
    constexpr std::size_t kMostBefore = 4; // "> > "
    const std::size_t lines = from.lineCount() - std::min(from.lineCount(), to.lineCount());
    const std::size_t bytes = from.bytes().size() - std::min(from.bytes().size(), to.bytes().size());
    return lines > 0 && bytes >= lines && bytes <= lines * (1 + kMostBefore);
}

class Search
{
public:
    /// With `certain` only what shows by itself that it was done is undone.
    Search(const InputInfo& input, const ReadOnce& read, bool certain)
        : m_input(input), m_read(read), m_certain(certain)
    {
    }

    /// The best chain for `sample`; empty where nothing helps.
    Chain run(std::string_view sample)
    {
        Trial start{{}, RewrittenText(sample)};
        m_seen.insert(hashBytes(sample));
        judge(start);
        m_best = start;
        m_best.clean = false; // it is here because of a sign
        for (const Rewrite& rewrite : rewrites()) {
            if (!rewrite.isSure || !rewrite.isSure(sample))
                continue;
            if (const auto whole = tried(start, rewrite))
                explore(*whole);
            if (m_best.clean)
                return m_best.chain;
        }
        explore(start);
        return m_best.chain;
    }

private:
    /// What helps behind `start`.
    void explore(const Trial& start)
    {
        std::vector<Trial> singles;
        extend(start, &singles);
        // Of goroutines more than that can be told by what their arguments hold.
        if (m_best.clean && !m_best.goroutines)
            return;
        // All pairs: the first of two may show nothing on its own. Behind something clean only what comes on
        // top, unless lines were put together before what stands around them was gone.
        for (const Trial& single : singles)
            if (!m_best.clean || m_best.chain.front()->joins)
                extend(single, nullptr);
        while (!m_best.chain.empty() && !(m_best.clean && !m_best.goroutines) &&
               m_best.chain.size() < kMaxChain && m_trials < kMaxTrials) {
            const Trial base = m_best;
            extend(base, nullptr);
            if (m_best.chain.size() <= base.chain.size())
                break;
        }
    }

    void judge(Trial& trial)
    {
        ++m_trials;
        if (const auto log = m_read(Input{m_input, trial.text.bytes(), nullptr})) {
            const BrokenLines broken = brokenLines(*log);
            trial.quality = qualityOf(*log, broken);
            trial.clean = !broken.place && !suspiciousPlace(*log, kMaxLook);
            trial.goroutines = std::ranges::contains(log->snapshots, "go-traceback", &Snapshot::format);
        }
    }

    void extend(const Trial& from, std::vector<Trial>* all)
    {
        for (const Rewrite& rewrite : rewrites()) {
            auto trial = tried(from, rewrite);
            if (trial && all)
                all->push_back(*std::move(trial));
        }
    }

    /// `from` with that rewrite, where it gives something new; it may be the best then.
    std::optional<Trial> tried(const Trial& from, const Rewrite& rewrite)
    {
        if (m_trials >= kMaxTrials || (m_certain && !rewrite.certain) || !rewrite.suspects(from.text.bytes()))
            return {};
        Trial trial{from.chain, {}};
        trial.chain.push_back(&rewrite);
        apply(rewrite, from.text, trial.text);
        // Two rewrites often give the same in either order.
        if (trial.text.bytes().size() > 4 * kSample || !m_seen.insert(hashBytes(trial.text.bytes())).second)
            return {};
        judge(trial);
        const bool cleaned = rewrite.harmless && trial.clean && !m_best.clean;
        // Lines that were put together are right where nothing looks broken behind it any more.
        const bool joined = rewrite.certain && trial.clean && !from.clean && !m_best.clean &&
                            trial.quality > 0 && onlyJoins(from.text, trial.text);
        if (trial.quality > m_best.quality || (joined && trial.quality == m_best.quality) ||
            (cleaned && trial.quality * 4 > m_best.quality * 3))
            m_best = trial;
        return trial;
    }

    const InputInfo& m_input;
    const ReadOnce& m_read;
    const bool m_certain;
    Trial m_best;
    std::unordered_set<std::uint64_t> m_seen; ///< hashes of the texts that were judged
    int m_trials = 0;
};

/// Whole lines around `place`.
std::string_view sampleAround(std::string_view text, std::uint64_t place)
{
    if (text.size() <= kSample)
        return text;
    std::size_t begin = place > kSampleBefore ? place - kSampleBefore : 0;
    if (begin > 0) {
        const std::size_t end = text.find('\n', begin);
        begin = end < place ? end + 1 : static_cast<std::size_t>(place);
    }
    std::string_view sample = text.substr(begin, kSample);
    if (const std::size_t end = sample.rfind('\n'); end != sample.npos && begin + kSample < text.size())
        sample = sample.substr(0, end + 1);
    return sample;
}

} // namespace

std::shared_ptr<Log> secondReading(std::shared_ptr<Log> plain, const InputInfo& input, const ReadOnce& read,
                                   const std::function<void(std::string_view)>& say)
{
    const std::string_view text = plain->text.bytes();
    auto place = suspiciousPlace(*plain, kMaxLook);
    const bool certain = !place;
    if (certain)
        place = brokenLines(*plain).place;
    if (!place)
        return plain;
    const Chain chain = Search(input, read, certain).run(sampleAround(text, *place));
    if (chain.empty())
        return plain;
    if (text.size() > kMaxRewritten) {
        if (say)
            say(formatted(
                "line {} looks as if something had changed the log on its way ({}), which is undone in "
                "logs of up to {} MiB only; cut out the part that matters.",
                plain->text.lineAt(*place), chain.front()->name, kMaxRewritten >> 20));
        return plain;
    }

    auto rewritten = std::make_shared<RewrittenText>(text);
    for (const Rewrite* rewrite : chain) {
        auto next = std::make_shared<RewrittenText>();
        apply(*rewrite, *rewritten, *next);
        rewritten = std::move(next);
    }
    auto log = read(Input{input, rewritten->bytes(), rewritten});
    if (!log || (text.size() > kSample &&
                 qualityOf(*log, brokenLines(*log)) <= qualityOf(*plain, brokenLines(*plain))))
        return log ? plain : log;
    rewritten->indexOrigins();
    leadBack(*log, std::move(rewritten), *plain);
    log->input = plain->input;
    if (log->input.linePrefix == "none")
        log->input.linePrefix = "other";
    return log;
}

} // namespace skein
