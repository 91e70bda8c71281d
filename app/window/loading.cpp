// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/loading.h"

#include "parser/parse.h"

#include <QCoreApplication>
#include <QDir>
#include <QThreadPool>

#include <exception>
#include <new>

namespace skein
{
namespace
{

std::expected<Input, std::string> open(const LogSource& source, std::stop_token stop)
{
    switch (source.kind) {
    case LogSource::Kind::File:
        return openInput(source.path.toStdString(), stop);
    case LogSource::Kind::StandardInput:
        return openInput("-", stop);
    case LogSource::Kind::Text:
        break;
    }
    return inputFromText(source.text.toStdString(), source.title.toStdString());
}

LoadResult analysed(LogPtr log, std::stop_token stop, const std::vector<LintNote>& beside,
                    std::shared_ptr<const cases::CaseFile> caseFile = {})
{
    AnalysisPtr analysis = analyse(std::move(log), stop, beside);
    if (!analysis)
        return std::unexpected(QString());
    return Loaded{releasedElsewhere(std::move(analysis)), std::move(caseFile)};
}

/// What goes wrong in spite of everything is one sentence in the tab.
template <class Work>
LoadResult guarded(const Work& work)
try {
    return work();
} catch (const std::bad_alloc&) {
    return std::unexpected(
        QCoreApplication::translate("Loading", "There is not enough memory to open this log; close other "
                                               "logs or cut out the part around the crash."));
} catch (const std::exception& bug) {
    // Nothing here throws for what a log says. Should it ever, the tab says so instead of loading for ever.
    return std::unexpected(
        QCoreApplication::translate("Loading",
                                    "Skein made a mistake while reading this log (%1); please report it.")
            .arg(QString::fromUtf8(bug.what())));
}

} // namespace

LoadResult loadLog(const LogSource& source, std::stop_token stop, LoadProgress& progress,
                   const std::vector<LintNote>& beside)
{
    return guarded([&]() -> LoadResult {
        auto input = open(source, stop);
        if (!input)
            return std::unexpected(QString::fromStdString(input.error()));
        auto caseFile = input->caseFile;
        progress.stage = LoadProgress::Stage::Recognising;
        auto log = parse(std::move(*input), {.stop = stop, .progress = [&](double done) {
                                                 progress.permille = static_cast<int>(done * 1000);
                                             }});
        if (!log)
            return std::unexpected(QString::fromStdString(log.error()));
        progress.stage = LoadProgress::Stage::Analysing;
        return analysed(std::move(*log), stop, beside, std::move(caseFile));
    });
}

LoadResult analyseAgain(LogPtr log, std::stop_token stop, LoadProgress& progress,
                        const std::vector<LintNote>& beside)
{
    progress.stage = LoadProgress::Stage::Analysing;
    return guarded([&] { return analysed(std::move(log), stop, beside); });
}

AnalysisPtr releasedElsewhere(AnalysisPtr analysis)
{
    const Analysis* const plain = analysis.get();
    return {plain, [owner = std::move(analysis)](const Analysis*) mutable {
                if (QCoreApplication::instance())
                    QThreadPool::globalInstance()->start(
                        [last = std::move(owner)]() mutable { last.reset(); });
            }};
}

} // namespace skein
