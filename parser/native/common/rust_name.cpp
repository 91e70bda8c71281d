// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The grammar is that of RFC 2603 (rust-lang/rfcs), with the letters of its basic types:
//
//     _RNvNtCs4dens7a6cxe_4shop4cart3add                    shop::cart::add
//     _RNCNvCsb_4shop4main0                                 shop::main::{closure#0}
//     _RINvCsb_4shop4sendmE                                 shop::send::<u32>
//     _RNvXs_Csb_4shopNtB4_4CartNtNtCsc_4core3ops4Drop4drop <shop::Cart as core::ops::Drop>::drop
#include "parser/native/common/rust_name.h"

#include "parser/scan.h"

#include <array>
#include <cstdint>
#include <utility>

namespace skein::native
{

namespace
{

constexpr std::size_t kLongest = 2000;     ///< of a mangled name
constexpr std::size_t kLongestText = 4000; ///< of what comes out
constexpr int kDeepest = 100;
constexpr int kMostSteps = 4000; ///< what is referred to back is printed again, and may itself refer back

std::string_view basicType(char c)
{
    switch (c) {
    case 'a':
        return "i8";
    case 'b':
        return "bool";
    case 'c':
        return "char";
    case 'd':
        return "f64";
    case 'e':
        return "str";
    case 'f':
        return "f32";
    case 'h':
        return "u8";
    case 'i':
        return "isize";
    case 'j':
        return "usize";
    case 'l':
        return "i32";
    case 'm':
        return "u32";
    case 'n':
        return "i128";
    case 'o':
        return "u128";
    case 'p':
        return "_";
    case 's':
        return "i16";
    case 't':
        return "u16";
    case 'u':
        return "()";
    case 'v':
        return "...";
    case 'x':
        return "i64";
    case 'y':
        return "u64";
    case 'z':
        return "!";
    default:
        return {};
    }
}

/// Reads a name from its beginning to its end; m_ok becomes false where it is broken.
class Reader
{
public:
    explicit Reader(std::string_view name) : m_name(name) {}

    std::string read()
    {
        if (m_at < m_name.size() && scan::isDigit(m_name[m_at]))
            return {}; // a version of the encoding that does not exist yet
        path(true);
        if (m_at < m_name.size() && m_ok) { // the crate that made the instance
            m_muted = true;
            path(false);
        }
        return m_ok && m_at == m_name.size() ? m_text : std::string();
    }

private:
    struct Deeper {
        explicit Deeper(Reader& r) : reader(r)
        {
            if (++reader.m_depth > kDeepest || ++reader.m_steps > kMostSteps)
                reader.m_ok = false;
        }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;
        ~Deeper() { --reader.m_depth; }
        Reader& reader;
    };

    char peek() const { return m_ok && m_at < m_name.size() ? m_name[m_at] : '\0'; }
    char next()
    {
        const char c = peek();
        if (c == '\0')
            m_ok = false;
        else
            ++m_at;
        return c;
    }
    bool eat(char c)
    {
        const bool here = peek() == c;
        m_at += here ? 1 : 0;
        return here;
    }
    void print(std::string_view text)
    {
        if (m_muted)
            return;
        if (m_text.size() + text.size() > kLongestText)
            m_ok = false;
        else
            m_text += text;
    }
    std::uint64_t base62()
    {
        if (eat('_'))
            return 0;
        std::uint64_t value = 0;
        for (int digits = 0; m_ok && digits < 12; ++digits) {
            const char c = next();
            if (c == '_')
                return value + 1;
            const int digit = scan::isDigit(c)       ? c - '0'
                              : c >= 'a' && c <= 'z' ? c - 'a' + 10
                              : c >= 'A' && c <= 'Z' ? c - 'A' + 36
                                                     : -1;
            m_ok = m_ok && digit >= 0;
            value = value * 62 + static_cast<std::uint64_t>(std::max(digit, 0));
        }
        m_ok = false;
        return 0;
    }
    std::uint64_t disambiguator() { return eat('s') ? base62() + 1 : 0; }
    std::string_view plainIdentifier()
    {
        eat('u'); // its punycode stays as it is
        std::string_view rest = m_name.substr(std::min(m_at, m_name.size()));
        const auto size = m_ok && scan::isDigit(peek()) ? scan::number(rest) : std::nullopt;
        m_at = m_name.size() - rest.size();
        eat('_');
        if (!size || *size > m_name.size() - m_at) {
            m_ok = false;
            return {};
        }
        const std::string_view text = m_name.substr(m_at, *size);
        m_at += *size;
        return text;
    }
    /// Reads what `B…` refers to as if it stood here.
    template <class F>
    void backref(F&& f)
    {
        const std::size_t from = m_at - 1;
        const std::uint64_t to = base62();
        if (!m_ok || to >= from) {
            m_ok = false;
            return;
        }
        const std::size_t back = std::exchange(m_at, static_cast<std::size_t>(to));
        f();
        m_at = back;
    }

    void path(bool isValue);
    void type();
    void constant();
    void arguments();
    void function();
    void traits();
    void lifetime()
    {
        if (base62() != 0)
            print("'_ ");
    }

    std::string_view m_name;
    std::size_t m_at = 0;
    std::string m_text;
    int m_depth = 0, m_steps = 0;
    bool m_ok = true, m_muted = false;
};

void Reader::path(bool isValue)
{
    const Deeper deeper(*this);
    switch (next()) {
    case 'C':
        disambiguator();
        print(plainIdentifier());
        break;
    case 'M': {
        disambiguator();
        const bool muted = std::exchange(m_muted, true); // where the implementation stands
        path(false);
        m_muted = muted;
        print("<");
        type();
        print(">");
        break;
    }
    case 'X':
    case 'Y': {
        if (m_name[m_at - 1] == 'X') {
            disambiguator();
            const bool muted = std::exchange(m_muted, true);
            path(false);
            m_muted = muted;
        }
        print("<");
        type();
        print(" as ");
        path(false);
        print(">");
        break;
    }
    case 'N': {
        const char space = next();
        path(isValue);
        const std::uint64_t number = disambiguator();
        const std::string_view name = plainIdentifier();
        if (space >= 'A' && space <= 'Z') {
            print(space == 'C' ? "::{closure" : space == 'S' ? "::{shim" : "::{special");
            if (!name.empty()) {
                print(":");
                print(name);
            }
            print("#");
            print(std::to_string(number));
            print("}");
        } else if (!name.empty()) {
            print("::");
            print(name);
        }
        break;
    }
    case 'I':
        path(isValue);
        print(isValue ? "::<" : "<");
        arguments();
        print(">");
        break;
    case 'B':
        backref([&] { path(isValue); });
        break;
    default:
        m_ok = false;
    }
}

/// Up to the E behind them.
void Reader::arguments()
{
    for (bool first = true; m_ok && !eat('E'); first = false) {
        if (!first)
            print(", ");
        if (eat('L')) {
            base62();
            print("'_");
        } else if (eat('K')) {
            constant();
        } else {
            type();
        }
    }
}

void Reader::type()
{
    const Deeper deeper(*this);
    const char c = peek();
    if (const std::string_view basic = basicType(c); !basic.empty()) {
        ++m_at;
        print(basic);
        return;
    }
    switch (c) {
    case 'A':
    case 'S':
        ++m_at;
        print("[");
        type();
        if (c == 'A') {
            print("; ");
            constant();
        }
        print("]");
        break;
    case 'T': {
        ++m_at;
        print("(");
        int count = 0;
        for (; m_ok && !eat('E'); ++count) {
            if (count > 0)
                print(", ");
            type();
        }
        print(count == 1 ? ",)" : ")");
        break;
    }
    case 'R':
    case 'Q':
        ++m_at;
        print("&");
        if (eat('L'))
            lifetime();
        if (c == 'Q')
            print("mut ");
        type();
        break;
    case 'P':
    case 'O':
        ++m_at;
        print(c == 'P' ? "*const " : "*mut ");
        type();
        break;
    case 'F':
        ++m_at;
        function();
        break;
    case 'D':
        ++m_at;
        traits();
        break;
    case 'B':
        ++m_at;
        backref([&] { type(); });
        break;
    default:
        path(false);
    }
}

void Reader::function()
{
    if (eat('G'))
        base62();
    if (eat('U'))
        print("unsafe ");
    if (eat('K')) {
        print("extern \"");
        print(eat('C') ? std::string_view("C") : plainIdentifier());
        print("\" ");
    }
    print("fn(");
    for (bool first = true; m_ok && !eat('E'); first = false) {
        if (!first)
            print(", ");
        type();
    }
    print(")");
    if (eat('u'))
        return;
    print(" -> ");
    type();
}

/// dyn core::ops::FnOnce<(), Output = u32> + core::marker::Send
void Reader::traits()
{
    print("dyn ");
    if (eat('G'))
        base62();
    for (bool first = true; m_ok && !eat('E'); first = false) {
        if (!first)
            print(" + ");
        path(false);
        while (m_ok && eat('p')) {
            const std::string_view name = plainIdentifier();
            print("<");
            print(name);
            print(" = ");
            type();
            print(">");
        }
    }
    if (!eat('L'))
        m_ok = false;
    else
        base62();
}

void Reader::constant()
{
    const Deeper deeper(*this);
    if (eat('B')) {
        backref([&] { constant(); });
        return;
    }
    if (eat('p')) {
        print("_");
        return;
    }
    const char kind = next();
    if (basicType(kind).empty()) {
        m_ok = false;
        return;
    }
    if (eat('n'))
        print("-");
    std::uint64_t value = 0;
    std::string digits;
    for (char c = next(); m_ok && c != '_'; c = next()) {
        if (scan::hexValue(c) < 0)
            m_ok = false;
        digits += c;
        value = value << 4 | static_cast<std::uint64_t>(std::max(scan::hexValue(c), 0));
    }
    if (kind == 'b')
        print(value != 0 ? "true" : "false");
    else
        print(digits.size() > 16 ? "0x" + digits : std::to_string(value));
}

constexpr std::size_t kHash = 19; ///< ::h and sixteen digits

} // namespace

std::string demangledRust(std::string_view name)
{
    if (name.starts_with("__R"))
        name.remove_prefix(1);
    if (!scan::literal(name, "_R"))
        return {};
    name = name.substr(0, name.find_first_of(".@(")); // .llvm.1234
    if (name.empty() || name.size() > kLongest)
        return {};
    return Reader(name).read();
}

bool hasRustHash(std::string_view name)
{
    if (name.size() <= kHash || name.substr(name.size() - kHash, 3) != "::h")
        return false;
    for (const char c : name.substr(name.size() - 16))
        if (scan::hexValue(c) < 0)
            return false;
    return true;
}

std::string withoutRustHash(std::string_view name)
{
    if (!hasRustHash(name))
        return std::string(name);
    name.remove_suffix(kHash);
    constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kEscapes = {{
        {"_$LT$", "<"}, // an identifier must not begin with `$`
        {"$LT$", "<"},
        {"$GT$", ">"},
        {"$RF$", "&"},
        {"$BP$", "*"},
        {"$LP$", "("},
        {"$RP$", ")"},
        {"$C$", ","},
        {"$u20$", " "},
        {"$u7b$", "{"},
        {"$u7d$", "}"},
        {"$u27$", "'"},
        {"$u5b$", "["},
        {"..", "::"},
    }};
    std::string plain;
    while (!name.empty()) {
        bool escaped = false;
        for (const auto& [from, to] : kEscapes) {
            if (!scan::literal(name, from))
                continue;
            plain += to;
            escaped = true;
            break;
        }
        if (!escaped) {
            plain += name.front();
            name.remove_prefix(1);
        }
    }
    return plain;
}

} // namespace skein::native
