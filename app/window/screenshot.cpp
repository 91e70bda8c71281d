// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/screenshot.h"

#include "app/window/main_window.h"
#include "app/window/view_docks.h"

#include <QCoreApplication>
#include <QPixmap>
#include <QStringList>
#include <QThreadPool>

#include <cstdio>

namespace skein
{

Screenshot::Screenshot(MainWindow& window, ScreenshotOptions options)
    : QObject(&window), m_window(window), m_options(std::move(options))
{
    if (m_options.size.isValid())
        window.resize(m_options.size);
    connect(&m_tick, &QTimer::timeout, this, &Screenshot::look);
    m_tick.start(100);
}

/// Idle for some ticks: the pictures are laid out on other threads and come a little after the log.
void Screenshot::look()
{
    const bool idle = m_window.isIdle() && QThreadPool::globalInstance()->activeThreadCount() == 0;
    m_quiet = idle ? m_quiet + 1 : 0;
    if (m_quiet >= 3 && !m_selected) {
        select();
        m_selected = true;
        m_quiet = 0;
    } else if (m_quiet >= 7) {
        m_tick.stop();
        save();
    }
}

void Screenshot::select()
{
    Selection& selection = m_window.selection();
    const QStringList parts = m_options.select.split(u':');
    if (parts.size() == 2 && parts[0] == u"finding")
        selection.selectFinding(parts[1].toUInt());
    if (parts.size() == 2 && parts[0] == u"thread")
        selection.selectThread({selection.current().snapshot, parts[1].toUInt()});
    if (m_options.raise.isEmpty())
        return;
    if (ViewDock* const dock = m_window.docks().dock(m_options.raise.toStdString()))
        m_window.docks().raise(*dock, true);
    else
        std::fprintf(stderr, "skein-window: there is no view '%s'.\n", qUtf8Printable(m_options.raise));
}

void Screenshot::save()
{
    const bool saved = m_window.grab().save(m_options.path);
    if (!saved)
        std::fprintf(stderr, "skein-window: %s could not be written.\n", qUtf8Printable(m_options.path));
    m_window.close();
    QCoreApplication::exit(saved ? 0 : 1);
}

} // namespace skein
