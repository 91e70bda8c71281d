// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/redact_dialog.h"

#include "views/style/text.h"
#include "views/style/theme.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSplitter>
#include <QStringList>
#include <QTextBlock>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <algorithm>
#include <array>
#include <chrono>

namespace skein
{

using namespace std::chrono_literals;
using redact::Kind;

namespace
{

constexpr int kMostNames = 500; ///< of one kind in the list; all are masked
constexpr int kKindRole = Qt::UserRole;
constexpr int kMaskRole = Qt::UserRole + 1; ///< index into Redaction::masks
constexpr int kKeptRole = Qt::UserRole + 2; ///< index into m_kept

/// Which entries of Kind one checkbox stands for; the user's patterns have a field of their own.
constexpr std::array kShown{Kind::Host,  Kind::Ipv4,  Kind::Ipv6,  Kind::Home,
                            Kind::Email, Kind::Token, Kind::Query, Kind::Import};

QString word(std::string_view text)
{
    return style::text(text, 300);
}

QLabel* heading(const QString& text, QWidget* parent)
{
    auto* const label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    QFont font = label->font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

QPlainTextEdit* textView(const QString& name, const QString& title, QWidget* parent)
{
    auto* const view = new QPlainTextEdit(parent);
    view->setObjectName(name);
    view->setAccessibleName(title);
    view->setReadOnly(true);
    view->setLineWrapMode(QPlainTextEdit::NoWrap);
    view->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return view;
}

/// One side of the preview: text, and where it differs from the other side.
struct Side {
    QString text;
    std::vector<std::pair<int, int>> marks; ///< position and length

    void add(const QString& piece, bool marked)
    {
        if (marked)
            marks.emplace_back(static_cast<int>(text.size()), static_cast<int>(piece.size()));
        text += piece;
    }
    void showIn(QPlainTextEdit& view, const QColor& ground) const
    {
        view.setPlainText(text);
        QList<QTextEdit::ExtraSelection> selections;
        for (const auto& [begin, size] : marks) {
            QTextEdit::ExtraSelection one;
            one.format.setBackground(ground);
            one.cursor = QTextCursor(view.document());
            one.cursor.setPosition(begin);
            one.cursor.setPosition(begin + size, QTextCursor::KeepAnchor);
            selections.append(one);
        }
        view.setExtraSelections(selections);
    }
};

} // namespace

RedactDialog::RedactDialog(RedactionWanted wanted, bool asItIs, ThemeSource& themes, QSettings& settings,
                           QWidget* parent)
    : QDialog(parent), m_wanted(std::move(wanted)), m_themes(themes), m_settings(settings)
{
    setObjectName(QStringLiteral("redactDialog"));
    setWindowTitle(tr("Mask names and secrets"));
    build(asItIs);
    m_delay.setSingleShot(true);
    m_delay.setInterval(400ms);
    connect(&m_delay, &QTimer::timeout, this, &RedactDialog::search);
    takePatterns();
    search();
}

RedactDialog::~RedactDialog()
{
    m_stop.request_stop();
}

void RedactDialog::build(bool asItIs)
{
    m_sentence = new QLabel(this);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setObjectName(QStringLiteral("redactSentence"));

    m_names = new QTreeWidget(this);
    m_names->setObjectName(QStringLiteral("redactNames"));
    m_names->setAccessibleName(tr("What is masked"));
    m_names->setHeaderLabels({tr("Found"), tr("Becomes"), tr("Places")});
    m_names->setUniformRowHeights(true);
    m_names->header()->setStretchLastSection(false);
    m_names->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_names->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_names->header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    m_names->headerItem()->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
    connect(m_names, &QTreeWidget::itemChanged, this, &RedactDialog::changed);
    connect(m_names, &QTreeWidget::currentItemChanged, this, &RedactDialog::showLines);

    m_patterns = new QPlainTextEdit(this);
    m_patterns->setObjectName(QStringLiteral("redactPatterns"));
    m_patterns->setAccessibleName(tr("Own patterns"));
    m_patterns->setTabChangesFocus(true);
    m_patterns->setPlaceholderText(tr("One per line: acme-*, or customer=acme-*"));
    m_patterns->setToolTip(style::plainTooltip(tr("* stands for letters, digits and . _ -, ? for one of "
                                                  "them. What is in front of = is the name of the mask.")));
    m_patterns->setFixedHeight(3 * m_patterns->fontMetrics().lineSpacing() + 16);
    m_patterns->setPlainText(m_settings.value(QStringLiteral("redact/patterns")).toStringList().join(u'\n'));
    connect(m_patterns, &QPlainTextEdit::textChanged, this, [this] {
        if (takePatterns())
            m_delay.start();
    });
    m_note = new QLabel(this);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setObjectName(QStringLiteral("redactNote"));
    m_note->hide();

    m_before = textView(QStringLiteral("redactBefore"), tr("Before"), this);
    m_after = textView(QStringLiteral("redactAfter"), tr("After"), this);
    for (QPlainTextEdit* const view : {m_before, m_after, m_patterns})
        view->setFont(m_themes.theme().mono);
    // Two sides of one text: they scroll as one.
    for (const auto& [from, to] : {std::pair(m_before, m_after), std::pair(m_after, m_before)}) {
        connect(from->verticalScrollBar(), &QScrollBar::valueChanged, to->verticalScrollBar(),
                &QScrollBar::setValue);
        connect(from->horizontalScrollBar(), &QScrollBar::valueChanged, to->horizontalScrollBar(),
                &QScrollBar::setValue);
    }

    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = new QPushButton(tr("&Save masked copy…"), buttons);
    m_save->setObjectName(QStringLiteral("redactSave"));
    m_save->setProperty("primary", true);
    buttons->addButton(m_save, QDialogButtonBox::AcceptRole);
    m_save->setDefault(true);
    connect(m_save, &QPushButton::clicked, this, [this] {
        if (m_redaction)
            Q_EMIT copyWanted(m_redaction);
    });
    if (asItIs) {
        QPushButton* const open =
            buttons->addButton(tr("Save &without masks…"), QDialogButtonBox::ActionRole);
        open->setObjectName(QStringLiteral("redactAsItIs"));
        connect(open, &QPushButton::clicked, this, &RedactDialog::asItIsWanted);
    }
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* const left = new QWidget(this);
    auto* const leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->addWidget(m_names, 1);
    leftColumn->addWidget(heading(tr("Own patterns"), left));
    leftColumn->addWidget(m_patterns);
    auto* const right = new QWidget(this);
    auto* const rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->addWidget(heading(tr("Before"), right));
    rightColumn->addWidget(m_before, 1);
    rightColumn->addWidget(heading(tr("After"), right));
    rightColumn->addWidget(m_after, 1);
    auto* const halves = new QSplitter(this);
    halves->setChildrenCollapsible(false);
    halves->addWidget(left);
    halves->addWidget(right);
    halves->setSizes({330, 640});
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(m_sentence);
    layout->addWidget(halves, 1);
    layout->addWidget(m_note);
    layout->addWidget(buttons);
    resize(1000, 640);
}

void RedactDialog::note(const QString& sentence)
{
    m_note->setText(sentence);
    m_note->setVisible(!sentence.isEmpty());
}

// -------------------------------------------------------------------------------------------- searching

/// False where a pattern is none: what was found stays.
bool RedactDialog::takePatterns()
{
    std::vector<redact::Pattern> patterns;
    QStringList typed;
    for (const QString& line : m_patterns->toPlainText().split(u'\n')) {
        const QString pattern = line.trimmed();
        if (pattern.isEmpty())
            continue;
        auto made = redact::patternOf(pattern.toStdString());
        if (!made) {
            note(tr("“%1” would mask everything, or is too long to be a pattern.").arg(pattern));
            m_save->setEnabled(false);
            return false;
        }
        patterns.push_back(std::move(*made));
        typed.append(pattern);
    }
    m_settings.setValue(QStringLiteral("redact/patterns"), typed);
    m_wanted.options.patterns = std::move(patterns);
    m_save->setEnabled(false); // until it is found what the patterns find
    return true;
}

void RedactDialog::search()
{
    m_delay.stop();
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_redaction.reset();
    m_wanted.options.keep.clear();
    for (const Kept& kept : m_kept)
        m_wanted.options.keep.push_back(kept.original);
    m_save->setEnabled(false);
    m_sentence->setText(tr("Searching %1…").arg(word(m_wanted.name)));
    m_watcher = std::make_unique<QFutureWatcher<Result>>();
    connect(m_watcher.get(), &QFutureWatcherBase::finished, this, [this] { landed(m_watcher->result()); });
    m_watcher->setFuture(QtConcurrent::run(
        [wanted = m_wanted, stop = m_stop.get_token()] { return redactionOf(wanted, stop); }));
}

void RedactDialog::landed(const Result& result)
{
    if (!result) {
        m_sentence->setText(QString::fromStdString(result.error()));
        return;
    }
    m_redaction = *result;
    fillTree();
    showLines();
    describe();
    m_save->setEnabled(true);
}

void RedactDialog::describe()
{
    std::uint64_t places = 0;
    for (const redact::Mask& mask : m_redaction->masks)
        places += mask.places;
    m_sentence->setText(
        m_redaction->masks.empty()
            ? tr("Nothing was found in %1 and its notes that names people, machines or secrets. Look "
                 "yourself before "
                 "you share it: Skein knows only what such names usually look like.")
                  .arg(word(m_wanted.name))
            : tr("%n name(s)", nullptr, static_cast<int>(m_redaction->masks.size())) +
                  tr(" in %n place(s) will be masked in the copy. ", nullptr, static_cast<int>(places)) +
                  tr("Take the mark away from what may be seen. The log itself is not changed."));
    const auto shown = static_cast<std::uint64_t>(m_redaction->lines.size());
    note(shown < m_redaction->changed
             ? tr("%1 of %2 lines with masks are shown; all are masked.")
                   .arg(locale().toString(shown), locale().toString(m_redaction->changed))
             : QString());
}

// ------------------------------------------------------------------------------------------------ names

QTreeWidgetItem* RedactDialog::addName(QTreeWidgetItem* kind, const redact::Mask& mask, bool masked)
{
    auto* const item = new QTreeWidgetItem(kind);
    item->setText(0, word(mask.original));
    item->setToolTip(0, style::plainTooltip(word(mask.original)));
    item->setText(1, masked ? word(mask.text) : tr("stays"));
    item->setText(2, locale().toString(static_cast<qulonglong>(mask.places)));
    item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
    item->setCheckState(0, masked ? Qt::Checked : Qt::Unchecked);
    return item;
}

void RedactDialog::fillTree()
{
    // What was chosen and opened stays so.
    QString chosen;
    std::array<bool, redact::kKinds> folded{};
    for (int i = 0; i < m_names->topLevelItemCount(); ++i)
        folded[m_names->topLevelItem(i)->data(0, kKindRole).toUInt()] =
            !m_names->topLevelItem(i)->isExpanded();
    if (const QTreeWidgetItem* const item = m_names->currentItem(); item && item->parent())
        chosen = item->text(0);

    m_filling = true;
    m_names->clear();
    auto* const everything = new QTreeWidgetItem(m_names, {tr("Everything")});
    everything->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    m_names->setCurrentItem(everything);
    const auto addKind = [&](Kind kind) {
        const auto at = static_cast<std::size_t>(kind);
        auto* const top = new QTreeWidgetItem(m_names);
        QString title = QString::fromUtf8(redact::title(kind).data());
        title[0] = title[0].toUpper();
        top->setText(0, title);
        top->setData(0, kKindRole, static_cast<uint>(at));
        if (kind != Kind::Pattern)
            top->setCheckState(0, m_wanted.options.wants(kind) ? Qt::Checked : Qt::Unchecked);
        std::uint64_t places = 0;
        int names = 0;
        for (std::size_t i = 0; i < m_redaction->masks.size(); ++i) {
            const redact::Mask& mask = m_redaction->masks[i];
            if (mask.kind != kind)
                continue;
            places += mask.places;
            if (++names <= kMostNames)
                addName(top, mask, true)->setData(0, kMaskRole, static_cast<uint>(i));
        }
        for (std::size_t i = 0; i < m_kept.size(); ++i)
            if (m_kept[i].kind == kind)
                addName(top, {kind, m_kept[i].original, {}, m_kept[i].places}, false)
                    ->setData(0, kKeptRole, static_cast<uint>(i));
        if (names > kMostNames) {
            auto* const more = new QTreeWidgetItem(top);
            more->setText(0, tr("and %n more, masked too", nullptr, names - kMostNames));
            more->setFlags(Qt::ItemIsEnabled);
        }
        top->setText(1, !m_wanted.options.wants(kind) ? tr("not masked")
                        : names > 0                   ? tr("%n name(s)", nullptr, names)
                                                      : tr("none"));
        top->setText(2, places > 0 ? locale().toString(static_cast<qulonglong>(places)) : QString());
        top->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
        top->setExpanded(!folded[at]);
        return top;
    };
    for (const Kind kind : kShown)
        addKind(kind);
    if (!m_wanted.options.patterns.empty())
        addKind(Kind::Pattern);
    for (int i = 0; i < m_names->topLevelItemCount() && !chosen.isEmpty(); ++i)
        for (int j = 0; j < m_names->topLevelItem(i)->childCount(); ++j)
            if (m_names->topLevelItem(i)->child(j)->text(0) == chosen)
                m_names->setCurrentItem(m_names->topLevelItem(i)->child(j));
    m_filling = false;
}

void RedactDialog::changed(QTreeWidgetItem* item)
{
    if (m_filling || !m_redaction)
        return;
    const bool masked = item->checkState(0) == Qt::Checked;
    if (!item->parent()) {
        m_wanted.options.kinds[item->data(0, kKindRole).toUInt()] = masked;
    } else if (const QVariant mask = item->data(0, kMaskRole); mask.isValid() && !masked) {
        const redact::Mask& one = m_redaction->masks[mask.toUInt()];
        m_kept.push_back({one.kind, one.original, one.places});
    } else if (const QVariant kept = item->data(0, kKeptRole); kept.isValid() && masked) {
        m_kept.erase(m_kept.begin() + kept.toInt());
    } else {
        return;
    }
    search();
}

// -------------------------------------------------------------------------------------------- the lines

/// All lines with masks, or those of the name that is chosen.
void RedactDialog::showLines()
{
    if (m_filling || !m_redaction)
        return;
    const QTreeWidgetItem* const item = m_names->currentItem();
    const QVariant chosen = item ? item->data(0, kMaskRole) : QVariant();
    const bool ofKind = item && item->data(0, kKindRole).isValid();
    const auto kind = ofKind ? static_cast<Kind>(item->data(0, kKindRole).toUInt()) : Kind::Host;
    const auto wanted = [&](const redact::Span& span) {
        return chosen.isValid() ? chosen.toUInt() == span.mask
                                : !ofKind || m_redaction->masks[span.mask].kind == kind;
    };
    Side before, after;
    for (const Redaction::Line& line : m_redaction->lines) {
        if (!std::ranges::any_of(line.spans, wanted))
            continue;
        const QString place =
            line.number > 0 ? locale().toString(static_cast<qulonglong>(line.number)) : tr("note");
        for (Side* const side : {&before, &after})
            side->add(place.rightJustified(6) + QStringLiteral("  "), false);
        std::size_t at = 0;
        const std::string_view text = line.before;
        for (const redact::Span& span : line.spans) {
            const QString plain = style::text(text.substr(at, span.begin - at));
            before.add(plain, false);
            after.add(plain, false);
            before.add(style::text(text.substr(span.begin, span.end - span.begin)), true);
            after.add(style::text(m_redaction->masks[span.mask].text), true);
            at = span.end;
        }
        const QString rest = style::text(text.substr(at)) + u'\n';
        before.add(rest, false);
        after.add(rest, false);
    }
    const Theme& theme = m_themes.theme();
    before.showIn(*m_before, theme.highlight);
    after.showIn(*m_after, theme.note);
}

} // namespace skein
