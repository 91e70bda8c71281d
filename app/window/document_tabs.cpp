// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/document_tabs.h"

#include "app/window/plain_tip.h"
#include "app/window/recent_files.h"
#include "app/window/tab_close_button.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QToolButton>

namespace skein
{

DocumentTabs::DocumentTabs(Documents& documents, ThemeSource& themes, QWidget* parent)
    : QTabBar(parent), m_documents(documents), m_themes(themes)
{
    setObjectName(QStringLiteral("documentTabs"));
    setAccessibleName(tr("Open logs"));
    setMovable(true);
    setExpanding(false);
    setDrawBase(false);
    setUsesScrollButtons(true);
    setElideMode(Qt::ElideMiddle);
    setFocusPolicy(Qt::TabFocus);

    const auto insert = [this](int index) {
        const QScopedValueRollback following(m_following, true);
        insertTab(index, QString());
        describe(index);
        Document* const document = m_documents.at(index);
        connect(&document->keeper(), &CaseKeeper::changed, this,
                [this, document] { describe(m_documents.indexOf(document)); });
    };
    for (int i = 0; i < documents.count(); ++i)
        insert(i);
    connect(&documents, &Documents::inserted, this, insert);
    connect(&documents, &Documents::removed, this, [this](int index) {
        const QScopedValueRollback following(m_following, true);
        removeTab(index);
    });
    connect(&documents, &Documents::stateChanged, this,
            [this](Document* d) { describe(m_documents.indexOf(d)); });
    connect(&documents, &Documents::currentChanged, this, [this](Document* now) {
        const QScopedValueRollback following(m_following, true);
        if (now)
            setCurrentIndex(m_documents.indexOf(now));
    });
    connect(this, &QTabBar::currentChanged, this, [this](int index) {
        if (!m_following && index >= 0 && index < m_documents.count())
            m_documents.setCurrent(m_documents.at(index));
    });
    connect(this, &QTabBar::tabMoved, this, [this](int from, int to) {
        if (!m_following)
            m_documents.move(from, to);
    });
}

void DocumentTabs::tabInserted(int index)
{
    auto* const close = new TabCloseButton(m_themes, this);
    close->setToolTip(tr("Close (Ctrl+W)"));
    close->setAccessibleName(tr("Close tab"));
    connect(close, &QAbstractButton::clicked, this, [this, close] {
        for (int i = 0; i < count(); ++i) {
            if (tabButton(i, RightSide) != close)
                continue;
            m_documents.requestClose(m_documents.at(i));
            return;
        }
    });
    setTabButton(index, RightSide, close);
}

void DocumentTabs::describe(int index)
{
    if (index < 0 || index >= count())
        return;
    Document& document = *m_documents.at(index);
    const LogSource& source = document.source();
    // An ampersand in a file name is no mnemonic.
    QString text = QString(source.title).replace(u'&', QStringLiteral("&&"));
    setTabText(index, document.keeper().isModified() ? QStringLiteral("• ") + text : text);
    QString tip = source.isFile() ? shownPath(source.path) : source.title;
    if (document.state() == Document::State::Failed)
        tip += u'\n' + document.error();
    setTabToolTip(index, plainTip(tip));
    setTabTextColor(index, document.state() == Document::State::Failed ? m_themes.theme().crash : QColor());
}

QSize DocumentTabs::tabSizeHint(int index) const
{
    constexpr int kWidest = 320;
    constexpr int kNarrowest = 90;
    const QSize size = QTabBar::tabSizeHint(index);
    return {std::clamp(size.width(), kNarrowest, kWidest), size.height()};
}

void DocumentTabs::mouseReleaseEvent(QMouseEvent* event)
{
    const int index = tabAt(event->position().toPoint());
    if (event->button() == Qt::MiddleButton && index >= 0) {
        m_documents.requestClose(m_documents.at(index));
        return;
    }
    QTabBar::mouseReleaseEvent(event);
}

void DocumentTabs::paintEvent(QPaintEvent* event)
{
    // The line below the tabs; the selected tab covers it.
    QPainter p(this);
    p.setPen(m_themes.theme().line);
    p.drawLine(0, height() - 1, width(), height() - 1);
    p.end();
    QTabBar::paintEvent(event);
}

} // namespace skein
