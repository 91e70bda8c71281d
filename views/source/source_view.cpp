// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/source/source_view.h"

#include <QAction>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "model/analysis/lint_evidence.h"
#include "views/source/code_edit.h"
#include "views/source/source_roots.h"
#include "views/style/text.h"

namespace skein {

namespace {

constexpr qint64 kMaxFile = 16 * 1024 * 1024;   // no source file is larger; what is, isn't source

class SourceView final : public View {
    Q_DECLARE_TR_FUNCTIONS(SourceView)

public:
    SourceView(ViewContext& context, QWidget* parent)
        : View(context, parent), m_roots(context.settings), m_pages(new QStackedWidget(this)),
          m_code(new CodeEdit(context.syntax, this)), m_where(new QLabel(this))
    {
        auto* const layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        layout->addWidget(m_pages, 1);
        m_said = new QLabel(this);
        m_said->setObjectName(QStringLiteral("checkerNotes"));
        m_said->setTextFormat(Qt::PlainText);
        m_said->setWordWrap(true);
        m_said->setContentsMargins(10, 5, 10, 6);
        m_said->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_said->hide();
        layout->addWidget(m_said);
        m_pages->addWidget(makeHintPage());
        m_pages->addWidget(m_code);
        m_where->setTextFormat(Qt::PlainText);
        makeActions();
        connect(&selection(), &Selection::analysisChanged, this, [this] {
            m_shown.clear(); // checkers may say something else of the same line
            follow();
        });
        connect(&selection(), &Selection::changed, this, &SourceView::follow);
        connect(&context.themes, &ThemeSource::changed, this, [this] {
            m_code->applyTheme(theme());
            rethink();
        });
        rethink();
        follow();
    }

    QWidget* titleTools() override { return m_where; }
    QList<QAction*> viewActions() override { return {m_open, m_addRoot}; }

private:
    QWidget* makeHintPage()
    {
        auto* const page = new QWidget(this);
        auto* const layout = new QVBoxLayout(page);
        m_hint = new QLabel(page);
        m_hint->setTextFormat(Qt::PlainText);
        m_hint->setWordWrap(true);
        m_hint->setAlignment(Qt::AlignCenter);
        m_choose = new QPushButton(tr("Choose the source folder…"), page);
        connect(m_choose, &QPushButton::clicked, this, &SourceView::chooseRoot);
        layout->addStretch();
        layout->addWidget(m_hint);
        layout->addWidget(m_choose, 0, Qt::AlignCenter);
        layout->addStretch();
        page->setAutoFillBackground(true);
        return page;
    }

    void makeActions()
    {
        m_open = new QAction(tr("Open in editor"), this);
        connect(m_open, &QAction::triggered, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_file)); });
        m_addRoot = new QAction(tr("Add a source folder…"), this);
        connect(m_addRoot, &QAction::triggered, this, &SourceView::chooseRoot);
        m_code->addActions({m_open, m_addRoot});
        m_code->setContextMenuPolicy(Qt::ActionsContextMenu);
    }

    void rethink()
    {
        QPalette palette = m_pages->widget(0)->palette();
        palette.setColor(QPalette::Window, theme().code);
        palette.setColor(QPalette::WindowText, theme().dim);
        m_pages->widget(0)->setPalette(palette);
    }

    void chooseRoot()
    {
        const QStringList known = m_roots.folders();
        const QString folder =
            QFileDialog::getExistingDirectory(this, tr("Folder with the program's source"), known.value(0));
        if (folder.isEmpty()) return;
        m_roots.add(folder);
        m_shown.clear();
        follow();
    }

    /// The frame that is selected, or the place where the selected thread stands.
    FrameId frame() const
    {
        const Selected& now = selection().current();
        if (!analysis() || !now.thread) return {};
        const Log& log = *analysis()->log;
        const Thread& thread = log.snapshots[now.thread.snapshot].threads[now.thread.index];
        const auto frames = log.stack(thread.stack);
        return now.frame && *now.frame < frames.size() ? frames[*now.frame] : log.site(thread.stack);
    }

    /// What static checkers say of the line of the frame stands below the code, wherever the code is.
    void tellChecked(FrameId id)
    {
        QStringList lines;
        if (id)
            for (const LintNote* const note : lintAt(*analysis(), id)) lines << style::checkerText(*note);
        m_said->setText(lines.join(u'\n'));
        m_said->setVisible(!lines.isEmpty());
    }

    /// What they say of a file of a stack, by line.
    QMultiMap<int, QString> checkedIn(std::string_view file) const
    {
        QMultiMap<int, QString> said;
        for (const auto* const notes : {&analysis()->log->lint, &analysis()->beside})
            for (const LintNote& note : *notes)
                if (mayBeOneFile(note.file, file)) said.insert(static_cast<int>(note.line), style::checkerText(note));
        return said;
    }

    void hint(const QString& text, bool canChoose)
    {
        m_file.clear();
        m_shown.clear();
        m_hint->setText(text);
        m_choose->setVisible(canChoose);
        m_where->clear();
        m_open->setEnabled(false);
        m_pages->setCurrentIndex(0);
    }

    void follow()
    {
        const FrameId id = frame();
        tellChecked(id);
        if (!id) return hint(tr("Select a thread or a frame to see its source."), false);
        const Frame& at = analysis()->log->frame(id);
        const QString printed = style::text(analysis()->log->str(at.file));
        if (printed.isEmpty()) return hint(tr("The log doesn't say in which file this frame stands."), false);
        const QString file = m_roots.find(printed);
        if (file.isEmpty()) {
            return hint(m_roots.folders().isEmpty()
                            ? tr("%1\nChoose the folder of the program's source, and the code around each frame is shown here.").arg(printed)
                            : tr("%1\nThis file isn't in the source folders that you have set.").arg(printed),
                        true);
        }
        show(file, static_cast<int>(at.line), checkedIn(analysis()->log->str(at.file)));
    }

    void show(const QString& file, int line, const QMultiMap<int, QString>& checked)
    {
        const QString shown = QStringLiteral("%1:%2").arg(file).arg(line);
        if (m_shown == shown) return;
        QFile source(file);
        if (!source.open(QIODevice::ReadOnly)) return hint(tr("%1 can't be read; check its permissions.").arg(file), true);
        if (source.size() > kMaxFile) return hint(tr("%1 is too large for a source file.").arg(file), true);
        m_shown = shown;
        m_file = file;
        m_code->showSource(QString::fromUtf8(source.readAll()), file, line, checked, theme());
        m_where->setText(file.section(QLatin1Char('/'), -1) + QStringLiteral(":%1").arg(line));
        m_where->setToolTip(file.toHtmlEscaped());
        m_open->setEnabled(true);
        m_pages->setCurrentWidget(m_code);
    }

    SourceRoots m_roots;
    QStackedWidget* m_pages;
    CodeEdit* m_code;
    QLabel *m_where, *m_hint = nullptr, *m_said = nullptr;
    QPushButton* m_choose = nullptr;
    QAction *m_open = nullptr, *m_addRoot = nullptr;
    QString m_file, m_shown;
};

}  // namespace

View* makeSourceView(ViewContext& context, QWidget* parent) { return new SourceView(context, parent); }

}  // namespace skein
