// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// How the window takes a large log: window_bench FILE [MILLISECONDS]
//
// Prints when everything is there, how long the GUI thread was held at most, what choosing the next finding
// or thread costs, and for every view what a notch of the wheel costs until it is painted. Exit status 1
// where the 99th percentile of a view is above MILLISECONDS (16, a frame).
#include "tests/window/open_window.h"

#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <vector>

using namespace skein;

namespace
{

double millis(const QElapsedTimer& clock)
{
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

/// What the GUI thread itself has worked, so that a busy machine does not count.
class Work
{
public:
    double millis() const { return now() - m_start; }

private:
    static double now()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    }
    double m_start = now();
};

double peakMegabytes()
{
    std::ifstream status("/proc/self/status");
    std::string word;
    for (double kilobytes = 0; status >> word;)
        if (word == "VmHWM:" && status >> kilobytes)
            return kilobytes / 1024;
    return 0;
}

/// Waits for a condition; how long the GUI thread worked at most without handling a timer, in milliseconds.
double heldUntil(const std::function<bool()>& done)
{
    double longest = 0;
    QElapsedTimer all;
    all.start();
    Work work;
    QTimer beat;
    const auto take = [&] {
        longest = std::max(longest, work.millis());
        work = Work();
    };
    QObject::connect(&beat, &QTimer::timeout, take);
    beat.start(1);
    while (!done() && all.elapsed() < 600'000)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    take();
    return longest;
}

double percentile99(std::vector<double> times)
{
    if (times.empty())
        return 0;
    std::ranges::sort(times);
    return times[std::min(times.size() - 1, times.size() * 99 / 100)];
}

/// Notches of the wheel above the middle of the view, each painted before the next.
std::vector<double> scroll(View& view)
{
    std::vector<double> times;
    for (int i = 0; i < 120; ++i) {
        const QPoint at = view.rect().center();
        QWidget* under = view.childAt(at);
        under = under ? under : &view;
        const QPointF local = under->mapFrom(&view, at), global = view.mapToGlobal(at);
        QWheelEvent wheel(local, global, {}, {0, i < 80 ? -360 : 360}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        const Work work;
        QCoreApplication::sendEvent(under, &wheel);
        QCoreApplication::processEvents();
        view.repaint();
        times.push_back(work.millis());
    }
    return times;
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    if (argc < 2) {
        std::fputs("window_bench FILE [MILLISECONDS]\n", stderr);
        return 2;
    }
    const double bar = argc > 2 ? std::atof(argv[2]) : 16;
    OpenWindow w;
    QElapsedTimer clock;
    clock.start();
    w.window.open({LogSource::file(QString::fromLocal8Bit(argv[1]))});
    const Document* const document = w.documents.current();
    const double reading = heldUntil([&] { return document->state() != Document::State::Loading; });
    const double read = millis(clock);
    const double filling = heldUntil([&] { return w.window.isIdle(); });
    std::printf("%8.0f ms until it is read, %8.0f ms until all is there\n", read, millis(clock));
    if (document->state() != Document::State::Ready) {
        std::puts("       the log could not be read");
        return 1;
    }
    bool fluid = true;
    const auto report = [&](const char* what, double worst, double limit) {
        fluid = fluid && worst <= limit;
        std::printf("%s %8.1f ms %s\n", worst <= limit ? "ok    " : "MISSED", worst, what);
    };
    const Analysis& analysis = *document->analysis();
    std::printf("%8zu snapshots, %zu groups, %zu findings\n", analysis.log->snapshots.size(),
                analysis.groups.size(), analysis.findings.size());
    constexpr double kHeld = 50; // what the GUI thread may be held at a time
    report("of the GUI thread at a time while it is read", reading, kHeld);
    report("of the GUI thread at a time until all is there", filling, kHeld);
    for (ViewDock* const dock : w.window.docks().docks()) {
        const std::string name = dock->id().toStdString();
        const Work work;
        w.window.docks().raise(*dock, true);
        QCoreApplication::processEvents();
        report((name + ": to the front").c_str(), work.millis(), kHeld);
        w.settle();
        report((name + ": a notch of the wheel, 99th percentile").c_str(), percentile99(scroll(dock->view())),
               bar);
    }
    std::vector<double> findings, threads;
    for (std::uint32_t i = 0; i < std::min<std::size_t>(analysis.findings.size(), 100); ++i) {
        const auto finding = static_cast<std::uint32_t>(analysis.findings.size() * i / 100);
        const Work work;
        w.window.selection().selectFinding(finding);
        QCoreApplication::processEvents();
        findings.push_back(work.millis());
    }
    for (std::uint32_t i = 0; i < 100; ++i) {
        const auto snapshot = static_cast<std::uint32_t>(analysis.log->snapshots.size() * i / 100);
        const auto size = analysis.log->snapshots[snapshot].threads.size();
        if (size == 0)
            continue;
        const Work work;
        w.window.selection().selectThread({snapshot, static_cast<std::uint32_t>(size * i / 100)});
        QCoreApplication::processEvents();
        threads.push_back(work.millis());
    }
    report("choosing a finding, 99th percentile", percentile99(findings), kHeld);
    report("choosing a thread, 99th percentile", percentile99(threads), kHeld);
    std::printf("%8.0f MB at the most\n", peakMegabytes());
    return fluid ? 0 : 1;
}
