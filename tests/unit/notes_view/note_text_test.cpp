// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/notes/note_text.h"
#include "views/style/said.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTextBlock>
#include <catch2/catch_test_macros.hpp>

#include <ctime>
#include <random>
#include <string>

using namespace skein;

namespace
{

std::unique_ptr<QTextDocument> shown(std::string_view markdown)
{
    return noteDocument(markdown, Theme::light(), 300);
}

QStringList linksOf(const QTextDocument& document)
{
    QStringList links;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        for (auto it = block.begin(); !it.atEnd(); ++it)
            if (it.fragment().charFormat().isAnchor())
                links << it.fragment().charFormat().anchorHref();
    return links;
}

bool hasPictures(const QTextDocument& document)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        for (auto it = block.begin(); !it.atEnd(); ++it)
            if (it.fragment().charFormat().isImageFormat())
                return true;
    return false;
}

/// WCAG 2's ratio of two colours.
double contrast(const QColor& a, const QColor& b)
{
    const auto light = [](const QColor& c) {
        const auto part = [](double v) {
            return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * part(c.redF()) + 0.7152 * part(c.greenF()) + 0.0722 * part(c.blueF());
    };
    const double x = light(a), y = light(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

} // namespace

TEST_CASE("note text: Markdown is shown, HTML in it is text", "[notes]")
{
    const auto document = shown("**bold** and `code`\n\n- one\n- two\n\n<b>tag</b> "
                                "<script>alert(1)</script>\n\n<img src=x onerror=y>");
    const QString text = document->toPlainText();
    CHECK(text.contains(QStringLiteral("bold and code")));
    CHECK(text.contains(QStringLiteral("<b>tag</b> <script>alert(1)</script>")));
    CHECK(text.contains(QStringLiteral("<img src=x onerror=y>")));
    CHECK_FALSE(hasPictures(*document));
    bool bold = false;
    for (auto it = document->begin().begin(); !it.atEnd(); ++it)
        bold |= it.fragment().text() == QStringLiteral("bold") &&
                it.fragment().charFormat().fontWeight() >= QFont::Bold;
    CHECK(bold);
}

TEST_CASE("note text: a picture is words, and nothing is read from anywhere", "[notes]")
{
    QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("a.svg")));
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("<svg xmlns='http://www.w3.org/2000/svg' width='900' height='900'/>");
    file.close();
    const std::string path = file.fileName().toStdString();
    for (const std::string& target :
         {path, "file://" + path, std::string(":/skein/icon.svg"), std::string("http://example.com/a.png"),
          std::string("data:image/png;base64,iVBORw0KGgo=")}) {
        const auto document = shown("see ![the picture](" + target + ") here");
        CHECK_FALSE(hasPictures(*document));
        CHECK(document->toPlainText().contains(QStringLiteral("[picture:")));
        CHECK(document->size().height() < 200);
    }
}

TEST_CASE("note text: only addresses of the web and of mail are links, others are shown as text", "[notes]")
{
    const auto document = shown("[a](https://go.dev/x?y=1) <https://example.com> [mail](mailto:a@b.example) "
                                "[f](file:///etc/passwd) [j](javascript:alert(1)) "
                                "[u](https://user:secret@evil.example) [r](relative)");
    const QStringList links = linksOf(*document);
    CHECK(links == QStringList{"https://go.dev/x?y=1", "https://example.com", "mailto:a@b.example"});
    const QString text = document->toPlainText();
    CHECK(text.contains(QStringLiteral("f <file:///etc/passwd>")));
    CHECK(text.contains(QStringLiteral("javascript:alert(1)")));
    CHECK(text.contains(QStringLiteral("secret@evil.example")));
    CHECK_FALSE(mayOpen(QUrl(QStringLiteral("smb://server/share"))));
    CHECK_FALSE(mayOpen(QUrl(QStringLiteral("https:///path"))));
}

TEST_CASE("note text: control characters and those that turn direction are seen", "[notes]")
{
    const auto document = shown("a\x1b[31mb \u202etxt.exe\nnext");
    const QString text = document->toPlainText();
    CHECK_FALSE(text.contains(QChar(0x1b)));
    CHECK_FALSE(text.contains(QChar(0x202e)));
    CHECK(text.contains(QStringLiteral("next")));
}

TEST_CASE("note text: what is made to be slow is not", "[notes]")
{
    const auto times = [](std::string_view text, int count) {
        std::string out;
        for (int i = 0; i < count; ++i)
            out += text;
        return out;
    };
    for (const std::string& hostile :
         {times(">", 100'000), times("> ", 50'000), times("- ", 50'000), times("1. ", 50'000),
          times("*", 100'000), times("[", 100'000), times("![", 50'000), times("`", 99'999),
          times("|a", 50'000) + "\n" + times("|-", 50'000), times("a|b\n-|-\n", 10'000),
          times("- a\n  ", 10'000), times("x", 1'000'000), times("**a", 30'000)}) {
        const std::clock_t before = std::clock(); // of this process: others may be busy
        const auto document = shown(hostile);
        CHECK(document->size().width() > 0);
        INFO(hostile.substr(0, 12));
        CHECK(static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC < 2);
    }
}

TEST_CASE("note text: any bytes can be shown", "[notes]")
{
    std::mt19937 random(5);
    const std::string_view pieces[] = {
        "\n",    "> ",          "- ",  "[",  "](",   ")",  "![", "`",   "**",           "|", "\xff", "<b>",
        "&amp;", "http://a.b ", "\0x", "# ", "    ", "\t", "~~", "1. ", "\xe2\x80\xae", "x"};
    for (int round = 0; round < 400; ++round) {
        std::string text;
        for (auto left = random() % 60; left > 0; --left)
            text += pieces[random() % std::size(pieces)];
        const auto document = shown(text);
        CHECK(document->size().height() >= 0);
        for (const QString& link : linksOf(*document))
            CHECK(mayOpen(QUrl(link)));
    }
}

TEST_CASE("what people said: colours are seen, and text on them can be read", "[notes]")
{
    for (const Theme& theme : {Theme::light(), Theme::darkTheme()}) {
        for (const std::string_view colour :
             {"", "yellow", "red", "green", "blue", "purple", "grey", "no such colour"}) {
            INFO(colour << (theme.dark ? " dark" : " light"));
            CHECK(contrast(style::noteMark(theme, colour), theme.panel) >= 3);
            CHECK(contrast(style::noteMark(theme, colour), theme.background) >= 3);
            CHECK(contrast(theme.text, style::noteWash(theme, colour)) >= 4.5);
            CHECK(contrast(theme.dim, style::noteWash(theme, colour)) >= 4.5);
        }
    }
}

TEST_CASE("what people said: when, in words", "[notes]")
{
    constexpr std::int64_t kMinute = 60'000, kDay = 24 * 60 * kMinute, kNow = 1'795'266'000'000;
    CHECK(style::shownTime(kNow, kNow) == QStringLiteral("just now"));
    CHECK(style::shownTime(kNow + kMinute, kNow) == QStringLiteral("just now")); // the other clock is ahead
    CHECK(style::shownTime(kNow - 5 * kMinute, kNow).startsWith(u'5'));
    CHECK(style::shownTime(kNow - 400 * kDay, kNow).contains(QStringLiteral("2025")));
    CHECK(style::saidBy("Ann") == QStringLiteral("said by Ann"));
    CHECK(style::saidBy(" \n ") == QStringLiteral("said by somebody"));
    CHECK_FALSE(style::saidBy("a\nb").contains(u'\n'));
}
