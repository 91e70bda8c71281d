// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/redaction.h"

#include <QDialog>
#include <QFutureWatcher>
#include <QString>
#include <QTimer>

#include <cstddef>
#include <memory>
#include <stop_token>
#include <vector>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSettings;
class QTreeWidget;
class QTreeWidgetItem;

namespace skein
{

class ThemeSource;

/// Shows what would be masked in a log and its notes, before and after; kinds and single names can be left as
/// they are, and the user's own patterns added. Searches on a worker, again at each change.
class RedactDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `asItIs`: offers a copy without masks, too.
    RedactDialog(RedactionWanted wanted, bool asItIs, ThemeSource& themes, QSettings& settings,
                 QWidget* parent);
    ~RedactDialog() override;

    /// What is shown; null while it is being made.
    const std::shared_ptr<const Redaction>& redaction() const { return m_redaction; }

Q_SIGNALS:
    /// This is to be saved, and nothing but this.
    void copyWanted(std::shared_ptr<const skein::Redaction> copy);
    void asItIsWanted();

private:
    using Result = std::expected<std::shared_ptr<const Redaction>, std::string>;
    /// A name that the user leaves as it is.
    struct Kept {
        redact::Kind kind;
        std::string original;
        std::uint64_t places;
    };

    void build(bool asItIs);
    void search();
    void landed(const Result& result);
    bool takePatterns();
    void fillTree();
    QTreeWidgetItem* addName(QTreeWidgetItem* kind, const redact::Mask& mask, bool masked);
    void changed(QTreeWidgetItem* item);
    void showLines();
    void describe();
    void note(const QString& sentence);

    RedactionWanted m_wanted;
    ThemeSource& m_themes;
    QSettings& m_settings;
    std::vector<Kept> m_kept;
    std::shared_ptr<const Redaction> m_redaction;
    std::unique_ptr<QFutureWatcher<Result>> m_watcher;
    std::stop_source m_stop;
    QTimer m_delay; ///< after typing
    bool m_filling = false;

    QLabel* m_sentence = nullptr;
    QTreeWidget* m_names = nullptr;
    QPlainTextEdit* m_patterns = nullptr;
    QPlainTextEdit* m_before = nullptr;
    QPlainTextEdit* m_after = nullptr;
    QLabel* m_note = nullptr;
    QPushButton* m_save = nullptr;
};

} // namespace skein
