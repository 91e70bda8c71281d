// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/documents.h"
#include "views/style/theme.h"

#include <QTabBar>

namespace skein
{

/// The tabs of the open logs. Follows Documents, and changes them when the user clicks, drags or closes.
class DocumentTabs final : public QTabBar
{
    Q_OBJECT

public:
    DocumentTabs(Documents& documents, ThemeSource& themes, QWidget* parent = nullptr);

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void tabInserted(int index) override;
    QSize tabSizeHint(int index) const override;

private:
    void describe(int index);

    Documents& m_documents;
    ThemeSource& m_themes;
    bool m_following = false; ///< this change comes from Documents
};

} // namespace skein
