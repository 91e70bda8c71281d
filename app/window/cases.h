// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/document.h"

#include <QList>
#include <QObject>
#include <QString>

#include <filesystem>
#include <functional>
#include <vector>

namespace skein
{

class MainWindow;

/// Saving, merging and recovering cases in the window: what is asked, and what is said about it.
class Cases final : public QObject
{
    Q_OBJECT

public:
    explicit Cases(MainWindow& window);

    /// Writes the case of the document; asks where to where it has none. `then`: once it is saved.
    void save(Document& document, std::function<void()> then = {});
    void saveAs(Document& document, std::function<void()> then = {});
    /// A copy of the case that others get, as it is; the document stays what it is.
    void mergeDialog();
    /// A case that was dropped: merged where it is about the log in view, opened in a tab otherwise.
    void mergeOrOpen(const LogSource& source);
    /// Closes it, after asking what is to become of what is not saved.
    void close(Document& document);
    void closeAll();
    /// The open logs with something to be saved.
    QList<Document*> modified() const;
    /// One after the other, then `then`; stops where one is not saved.
    void saveAll(QList<Document*> documents, std::function<void()> then);
    /// Offers what programs that ended had not saved.
    void offerRecovery(const std::filesystem::path& folder);

    /// The chosen things and the views in front, when a case is shown for the first time. False where it says
    /// nothing.
    bool restoreView(Document& document);

Q_SIGNALS:
    /// Something is to be saved now, or nothing any more.
    void changed();

private:
    void adopt(Document& document);
    void choosePath(Document& document, std::function<void()> then);
    void saveTo(Document& document, const QString& path, std::function<void()> then);
    void takeStatuses(Document& document);
    void write(Document& document, const QString& path, bool byReference, std::function<void()> then);
    void recover(std::vector<cases::Recoverable> lost);
    void followReplaced(Document& document);
    void tellMerged(Document& document, const QString& name, const NoteCounts& counts);
    std::string viewOf(const Document& document) const;

    MainWindow& m_window;
    bool m_asking = false;
};

} // namespace skein
