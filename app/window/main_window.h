// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/documents.h"
#include "app/window/recent_files.h"
#include "views/annotations.h"
#include "views/view.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

class QLabel;
class QMessageBox;
class QMimeData;
class QStackedWidget;

namespace skein
{

class Cases;
class CheckerFiles;
class Commands;
class ComparedLogs;
class DropOverlay;
class EmptyPage;
class LoadPage;
class Notice;
class ViewDocks;

/// What the window is given; made in main, outlives it.
struct WindowServices {
    Documents& documents;
    ThemeSource& themes;
    KSyntaxHighlighting::Repository& syntax;
    QSettings& settings;
    QString examples; ///< directory; empty: none
};

/// What QMessageBox says in smaller letters, as text: it would guess whether it is HTML.
void setPlainDetails(QMessageBox& box, const QString& details);

/// The window: tabs of logs, and below them either the views, or how to open a log, or how far its reading
/// is.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(WindowServices services);
    ~MainWindow() override;

    Documents& documents() const { return m_services.documents; }
    ThemeSource& themes() const { return m_services.themes; }
    QSettings& settings() const { return m_services.settings; }
    RecentFiles& recentFiles() { return m_recent; }
    Selection& selection() { return m_selection; }
    Annotations& annotations() { return m_annotations; }
    ViewDocks& docks() { return *m_docks; }
    ComparedLogs& comparedLogs() { return *m_compared; }
    Cases& cases() { return *m_cases; }

    /// The log whose views are shown; null while the page is another.
    Document* shown() const { return m_shown; }
    /// Everything that was opened is read and shown, or has failed.
    bool isIdle() const;

    /// Each in a tab of its own; shows the first.
    void open(const QList<LogSource>& sources);
    /// Opens what a paste or a drop brings; says so where it brings nothing.
    bool openFrom(const QMimeData& mime, bool drop);
    void openDialog();
    void paste();
    /// A sentence in the status bar for a few seconds.
    void say(const QString& sentence);
    /// One sentence, and what it is about, in a box of its own.
    void tell(const QString& sentence, const QString& details = {});
    /// What went wrong, in a box.
    void warn(const QString& sentence);

Q_SIGNALS:
    /// Another page or another log is shown.
    void pageChanged();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildPages();
    void buildStatusBar();
    void restoreGeometry();
    void follow();
    void showPage();
    void showViews(Document& document);
    void showNothing();
    void describe();
    void explain();
    bool mayClose();
    void setDragging(bool dragging);
    void coverPages();

    WindowServices m_services;
    RecentFiles m_recent;
    Selection m_selection;
    Annotations m_annotations;
    ComparedLogs* m_compared;
    CheckerFiles* m_checkers;
    Cases* m_cases = nullptr;
    ViewContext m_context;
    QPointer<Document> m_shown;
    AnalysisPtr m_shownAnalysis;
    bool m_travelling = false; ///< the selection changes because another log is shown
    QMetaObject::Connection m_progress;
    QTimer m_patience; ///< a load that ends before this never shows its progress

    EmptyPage* m_empty = nullptr;
    LoadPage* m_load = nullptr;
    ViewDocks* m_docks = nullptr;
    QStackedWidget* m_pages = nullptr;
    Notice* m_notice = nullptr;
    DropOverlay* m_overlay = nullptr;
    QLabel* m_counts = nullptr;
    QLabel* m_input = nullptr;
    Commands* m_commands = nullptr;
};

} // namespace skein
