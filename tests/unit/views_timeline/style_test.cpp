// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/style/glyphs.h"
#include "views/style/text.h"
#include "views/style/theme.h"

#include <QImage>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <cmath>

using namespace skein;

namespace
{

/// WCAG 2 relative luminance and contrast.
double luminance(const QColor& color)
{
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

/// Pixels of a glyph that are nearly of the colour of its operation.
int coloured(AccessOp op, Certainty certainty, const Theme& theme)
{
    QImage image(64, 64, QImage::Format_ARGB32);
    image.fill(theme.panel);
    QPainter painter(&image);
    glyph::op(painter, {32, 32}, 48, op, certainty, theme);
    painter.end();
    int count = 0;
    const QColor wanted = theme.op(op);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor c = image.pixelColor(x, y);
            const int far = std::abs(c.red() - wanted.red()) + std::abs(c.green() - wanted.green()) +
                            std::abs(c.blue() - wanted.blue());
            count += far < 24;
        }
    }
    return count;
}

} // namespace

TEST_CASE("text colours have a contrast of 4.5 : 1 wherever text stands", "[style]")
{
    const Theme theme = GENERATE(Theme::light(), Theme::darkTheme());
    const std::pair<const char*, QColor> texts[] = {
        {"text", theme.text},   {"dim", theme.dim},   {"faint", theme.faint},     {"accent", theme.accent},
        {"write", theme.write}, {"read", theme.read}, {"iterate", theme.iterate}, {"del", theme.del},
        {"lock", theme.lock},   {"run", theme.run},   {"crash", theme.crash},
    };
    for (const auto& [name, color] : texts) {
        CAPTURE(theme.dark, name);
        CHECK(contrast(color, theme.background) >= 4.5);
        CHECK(contrast(color, theme.panel) >= 4.5);
        CHECK(contrast(color, theme.selection) >= 4.5);
        CHECK(contrast(color, theme.code) >= 4.5);
        CHECK(contrast(color, theme.highlight) >= 4.5);
    }
    for (const QColor& paper : {theme.note, theme.highlight, theme.code}) {
        CHECK(contrast(theme.text, paper) >= 4.5);
        CHECK(contrast(theme.dim, paper) >= 4.5);
    }
}

TEST_CASE("the letter in a filled glyph can be read", "[style]")
{
    const Theme theme = GENERATE(Theme::light(), Theme::darkTheme());
    for (const AccessOp op :
         {AccessOp::Read, AccessOp::Write, AccessOp::Iterate, AccessOp::Delete, AccessOp::Free})
        CHECK(contrast(theme.panel, theme.op(op)) >= 4.5);
}

TEST_CASE("only a proved access is filled, and the surer the line the more of it", "[style]")
{
    const Theme theme = Theme::light();
    for (const AccessOp op : {AccessOp::Read, AccessOp::Write, AccessOp::Delete}) {
        const int proved = coloured(op, Certainty::Proved, theme);
        const int likely = coloured(op, Certainty::Likely, theme);
        const int possible = coloured(op, Certainty::Possible, theme);
        CHECK(proved > 2 * likely);
        CHECK(likely > possible);
        CHECK(possible > 0);
    }
}

TEST_CASE("text of a log is shown without obeying it", "[style]")
{
    CHECK(style::text("a\x1b[31mb") == QStringLiteral("a\u241b[31mb"));
    CHECK(style::text("x\u202ey") == QStringLiteral("x\ufffdy"));
    CHECK(style::text("\xff\xfe") == QStringLiteral("\ufffd\ufffd"));
    CHECK(style::text(std::string(100, 'a'), 10) == QStringLiteral("aaaaaaaaaa…"));
    CHECK(style::plainTooltip(QStringLiteral("<b>x</b>")).contains(QStringLiteral("&lt;b&gt;")));
}

TEST_CASE("a cut text fits its width and ends with an ellipsis", "[style]")
{
    const Theme theme = Theme::light();
    const QString name = QStringLiteral("github.com/some/where/streams.(*Registry).PutWithAVeryLongName");
    const auto fit = style::elided(name, theme.mono, 120);
    CHECK(fit.cut);
    CHECK(fit.width <= 120.5);
    CHECK(fit.text.contains(u'…'));
    CHECK(style::elided(name, theme.mono, 2).text.isEmpty());
    CHECK_FALSE(style::elided(name, theme.mono, 5000).cut);
}

TEST_CASE("a long name may be broken where it has joints, a short one stays", "[style]")
{
    const QString plain = QStringLiteral("in store.(*Cache).refresh (cache.go:41) at 0xc000124008");
    CHECK(style::breakable(plain) == plain);
    const QString name =
        QStringLiteral("github.com/acme/shop/cache.(*Cache).refreshEverythingThatHasExpiredSince");
    QString broken = style::breakable(name);
    const QStringList parts = broken.split(QChar(0x200B));
    CHECK(parts.size() > 2);
    for (const QString& part : parts)
        CHECK(part.size() <= 40);
    CHECK(broken.remove(QChar(0x200B)) == name);
    CHECK(style::breakable(QString(200, u'x')).count(QChar(0x200B)) == 4);
}

TEST_CASE("durations", "[style]")
{
    CHECK(style::duration(5) == QStringLiteral("5 min"));
    CHECK(style::duration(119) == QStringLiteral("119 min"));
    CHECK(style::duration(125) == QStringLiteral("2 h 5 min"));
    CHECK(style::duration(180) == QStringLiteral("3 h"));
    CHECK(style::duration(48 * 60 + 60) == QStringLiteral("2 d 1 h"));
}
