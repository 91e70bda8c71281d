// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace skein
{

class Document;

/// What stands where the views will be, while a log is read or after it could not be read.
class LoadPage final : public QWidget
{
    Q_OBJECT

public:
    explicit LoadPage(ThemeSource& themes, QWidget* parent = nullptr);

    void show(const Document& document);

Q_SIGNALS:
    void cancelRequested();
    void againRequested();
    void openRequested();

private:
    void applyTheme();
    void showLoading(const Document& document);
    void showFailed(const Document& document);

    ThemeSource& m_themes;
    QLabel* m_title = nullptr;
    QLabel* m_text = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_again = nullptr;
    QPushButton* m_open = nullptr;
};

} // namespace skein
