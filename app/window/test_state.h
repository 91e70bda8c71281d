// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QTimer>

namespace skein
{

class MainWindow;

/// What a test from outside may want to know: tabs, selection, which views are in front and where to click on
/// them.
QJsonObject testState(MainWindow& window);

/// Writes testState to a file whenever it changes. Only made when SKEIN_TEST_STATE names the file.
class TestState final : public QObject
{
    Q_OBJECT

public:
    TestState(MainWindow& window, const QString& path);

private:
    void write();

    MainWindow& m_window;
    QString m_path;
    QByteArray m_written;
    QTimer m_tick;
};

} // namespace skein
