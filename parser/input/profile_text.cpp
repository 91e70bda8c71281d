// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/input/profile_text.h"

#include "model/formatted.h"
#include "model/profile_mark.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

// protozero only asserts that a field has the wire type that is asked for; here a stranger wrote it.
#define protozero_assert(condition) \
    ((condition) ? void() : throw std::invalid_argument("a field of another wire type"))
#include <protozero/pbf_reader.hpp>

namespace skein {

namespace {

// Numbers of fields in profile.proto.
enum : protozero::pbf_tag_type {
    kSampleType = 1, kSample = 2, kMapping = 3, kLocation = 4, kFunction = 5, kString = 6,
    kTimeNanos = 9, kPeriodType = 11, kLastField = 14,
};

/// One stack of a real program is seldom deeper, and a hostile one can be as deep as the file is long.
constexpr std::size_t kMaxFrames = 4096;
constexpr std::size_t kMaxName = 4096;
/// A profile names each function once, its text once per stack: 100 times as long is not unusual.
constexpr std::size_t kMinText = std::size_t{16} << 20, kMaxText = std::size_t{1} << 30, kTextPerByte = 256;

using View = protozero::data_view;

std::string_view sv(View v) { return {v.data(), v.size()}; }

struct ValueType {
    std::uint64_t type = 0, unit = 0;
};

struct Label {
    std::uint64_t key = 0, text = 0;
    std::int64_t number = 0;
};

struct Sample {
    std::vector<std::uint64_t> locations;
    std::vector<std::int64_t> values;
    std::vector<Label> labels;
};

struct SourceLine {
    std::uint64_t function = 0;
    std::int64_t line = 0;
};

struct Location {
    std::uint64_t id = 0, address = 0;
    View message;  ///< its lines are read when it is printed
};

struct Function {
    std::uint64_t id = 0, name = 0, file = 0;
};

ValueType valueTypeOf(View message)
{
    ValueType value;
    for (protozero::pbf_reader in(message); in.next();) {
        if (in.tag() == 1) value.type = in.get_uint64();
        else if (in.tag() == 2) value.unit = in.get_uint64();
        else in.skip();
    }
    return value;
}

/// Repeated numbers may stand packed or one by one.
template <class Number, class Get, class Packed>
void readNumbers(protozero::pbf_reader& in, std::vector<Number>& out, Get get, Packed packed)
{
    if (in.wire_type() == protozero::pbf_wire_type::length_delimited) {
        for (const auto value : packed()) {
            if (out.size() < kMaxFrames) out.push_back(value);
        }
    } else if (out.size() < kMaxFrames) {
        out.push_back(get());
    } else {
        in.skip();
    }
}

Sample sampleOf(View message)
{
    Sample sample;
    for (protozero::pbf_reader in(message); in.next();) {
        if (in.tag() == 1) {
            readNumbers(in, sample.locations, [&] { return in.get_uint64(); }, [&] { return in.get_packed_uint64(); });
        } else if (in.tag() == 2) {
            readNumbers(in, sample.values, [&] { return in.get_int64(); }, [&] { return in.get_packed_int64(); });
        } else if (in.tag() == 3 && sample.labels.size() < 64) {
            Label label;
            for (protozero::pbf_reader l(in.get_view()); l.next();) {
                if (l.tag() == 1) label.key = l.get_uint64();
                else if (l.tag() == 2) label.text = l.get_uint64();
                else if (l.tag() == 3) label.number = l.get_int64();
                else l.skip();
            }
            sample.labels.push_back(label);
        } else {
            in.skip();
        }
    }
    return sample;
}

Location locationOf(View message)
{
    Location location{.message = message};
    for (protozero::pbf_reader in(message); in.next();) {
        if (in.tag() == 1) location.id = in.get_uint64();
        else if (in.tag() == 3) location.address = in.get_uint64();
        else in.skip();
    }
    return location;
}

Function functionOf(View message)
{
    Function function;
    for (protozero::pbf_reader in(message); in.next();) {
        if (in.tag() == 1) function.id = in.get_uint64();
        else if (in.tag() == 2) function.name = in.get_uint64();
        else if (in.tag() == 4) function.file = in.get_uint64();
        else in.skip();
    }
    return function;
}

/// The whole of a profile; its parts point into the bytes.
struct Profile {
    std::vector<ValueType> types;
    std::vector<View> samples, strings;
    std::vector<Location> locations;
    std::vector<Function> functions;
    std::int64_t timeNanos = 0;
    bool cut = false;  ///< the bytes end or break within it

    std::string_view text(std::uint64_t index) const
    {
        return index < strings.size() ? sv(strings[index]).substr(0, kMaxName) : std::string_view{};
    }
    template <class Row>
    static const Row* byId(const std::vector<Row>& rows, std::uint64_t id)
    {
        const auto it = std::ranges::lower_bound(rows, id, {}, &Row::id);
        return it != rows.end() && it->id == id ? &*it : nullptr;
    }
};

/// Whether the first field is what every writer of profiles begins with: the type of a sample or of the period, and
/// nothing in it but two numbers. No text begins like this.
bool startsLikeProfile(std::string_view bytes)
{
    try {
        protozero::pbf_reader in(bytes.data(), bytes.size());
        if (!in.next() || (in.tag() != kSampleType && in.tag() != kPeriodType) ||
            in.wire_type() != protozero::pbf_wire_type::length_delimited)
            return false;
        const View first = in.get_view();
        if (first.size() == 0 || first.size() > 24) return false;
        for (protozero::pbf_reader value(first); value.next(); value.skip())
            if (value.tag() > 2 || value.wire_type() != protozero::pbf_wire_type::varint) return false;
        return in.next() && in.tag() <= kLastField;
    } catch (const protozero::exception&) {
        return false;
    }
}

Profile readProfile(std::string_view bytes)
{
    Profile profile;
    try {
        for (protozero::pbf_reader in(bytes.data(), bytes.size()); in.next();) {
            switch (in.tag()) {
            case kSampleType: profile.types.push_back(valueTypeOf(in.get_view())); break;
            case kSample: profile.samples.push_back(in.get_view()); break;
            case kLocation: profile.locations.push_back(locationOf(in.get_view())); break;
            case kFunction: profile.functions.push_back(functionOf(in.get_view())); break;
            case kString: profile.strings.push_back(in.get_view()); break;
            case kTimeNanos: profile.timeNanos = in.get_int64(); break;
            default: in.skip();
            }
        }
    } catch (const protozero::exception&) {
        profile.cut = true;
    } catch (const std::exception&) {  // a wire type that the field can't have
        profile.cut = true;
    }
    std::ranges::stable_sort(profile.locations, {}, &Location::id);
    std::ranges::stable_sort(profile.functions, {}, &Function::id);
    return profile;
}

/// Prints one profile.
class Printer {
public:
    Printer(const Profile& profile, std::size_t limit) : m_profile(profile), m_limit(limit) {}

    std::optional<std::string> run()
    {
        if (m_profile.types.empty()) return {};
        const std::string_view kind = m_profile.text(m_profile.types[0].type);
        m_out.append(kProfileMark).append("\n");
        if (m_profile.timeNanos > 0) time();
        if (kind == "contentions") {
            m_out += isMutex() ? "--- mutex:\n" : "--- contention:\n";
            m_out += "cycles/second=1000000000\n";
            m_contention = true;
        } else {
            std::int64_t total = 0;
            for (const View s : m_profile.samples)
                if (const auto v = valueOf(s, 0); v > 0 && total < std::numeric_limits<std::int64_t>::max() - v) total += v;
            append(kind.empty() ? "unknown" : kind);
            m_out += formatted(" profile: total {}\n", total);
        }
        for (const View s : m_profile.samples) {
            if (m_out.size() > m_limit) {
                m_out += "# the rest of this profile is left out: it is larger than its file makes likely\n";
                break;
            }
            if (!sample(s)) break;
        }
        if (m_profile.cut) m_out += "# the file ends within this profile\n";
        return std::move(m_out);
    }

private:
    static std::int64_t valueOf(View sample, std::size_t index)
    {
        try {
            const Sample s = sampleOf(sample);
            return index < s.values.size() ? s.values[index] : 0;
        } catch (const std::exception&) {
            return 0;
        }
    }

    /// A mutex profile is taken when a lock is released, a block profile when it is taken.
    bool isMutex() const
    {
        for (const View s : m_profile.samples) {
            try {
                const Sample sample = sampleOf(s);
                if (sample.locations.empty()) continue;
                for (const SourceLine& line : linesOf(sample.locations.front())) {
                    const Function* f = Profile::byId(m_profile.functions, line.function);
                    const std::string_view name = f ? m_profile.text(f->name) : std::string_view{};
                    if (name.ends_with("Unlock") || name.starts_with("runtime.unlock") || name.contains("LostContended"))
                        return true;
                }
            } catch (const std::exception&) {
                return false;
            }
        }
        return false;
    }

    void time()
    {
        const auto at = std::chrono::sys_time<std::chrono::milliseconds>(
            std::chrono::milliseconds(m_profile.timeNanos / 1'000'000));
        const auto day = std::chrono::floor<std::chrono::days>(at);
        const std::chrono::year_month_day date(day);
        const std::chrono::hh_mm_ss time(at - day);
        m_out += formatted("# time: {:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z\n",
                           static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                           static_cast<unsigned>(date.day()), time.hours().count(), time.minutes().count(),
                           time.seconds().count(), time.subseconds().count());
    }

    /// Text of the file, without what would end a line or a column.
    void append(std::string_view s)
    {
        for (const char c : s) m_out += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c;
    }

    /// Innermost first: several where calls were inlined.
    std::vector<SourceLine> linesOf(std::uint64_t id) const
    {
        std::vector<SourceLine> lines;
        const Location* location = Profile::byId(m_profile.locations, id);
        if (!location) return lines;
        for (protozero::pbf_reader in(location->message); in.next();) {
            if (in.tag() != 4 || lines.size() >= kMaxFrames) {
                in.skip();
                continue;
            }
            SourceLine line;
            for (protozero::pbf_reader l(in.get_view()); l.next();) {
                if (l.tag() == 1) line.function = l.get_uint64();
                else if (l.tag() == 2) line.line = l.get_int64();
                else l.skip();
            }
            lines.push_back(line);
        }
        return lines;
    }

    bool sample(View message)
    {
        try {
            const Sample s = sampleOf(message);
            const auto value = [&](std::size_t i) { return i < s.values.size() ? std::max<std::int64_t>(s.values[i], 0) : 0; };
            if (m_contention)
                m_out += formatted("{} ", value(1));
            m_out += formatted("{} @", value(0));
            for (const std::uint64_t id : s.locations) {
                const Location* location = Profile::byId(m_profile.locations, id);
                m_out += formatted(" {:#x}", location ? location->address : 0);
            }
            m_out += '\n';
            labels(s);
            for (const std::uint64_t id : s.locations) {
                if (m_out.size() > m_limit) break;
                frames(id);
            }
            m_out += '\n';
            return true;
        } catch (const std::exception&) {
            m_out += "\n# the rest of this profile is broken\n";
            return false;
        }
    }

    // # labels: {"queue":"fast", "bytes":"7"}
    void labels(const Sample& sample)
    {
        if (sample.labels.empty()) return;
        m_out += "# labels: {";
        for (const Label& label : sample.labels) {
            if (&label != &sample.labels.front()) m_out += ", ";
            quoted(m_profile.text(label.key));
            m_out += ':';
            if (label.text != 0) quoted(m_profile.text(label.text));
            else
                m_out += formatted("\"{}\"", label.number);
        }
        m_out += "}\n";
    }

    void quoted(std::string_view s)
    {
        m_out += '"';
        for (const char c : s) {
            if (c == '"' || c == '\\') m_out += '\\';
            append({&c, 1});
        }
        m_out += '"';
    }

    // #	0x4e2108	main.abandon.func1	/src/main.go:39
    void frames(std::uint64_t id)
    {
        const Location* location = Profile::byId(m_profile.locations, id);
        const auto lines = linesOf(id);
        const std::uint64_t address = location ? location->address : 0;
        if (lines.empty())
            m_out += formatted("#\t{:#x}\n", address);
        for (const SourceLine& line : lines) {
            const Function* f = Profile::byId(m_profile.functions, line.function);
            const std::string_view name = f ? m_profile.text(f->name) : std::string_view{};
            if (name == "runtime.goexit") continue;  // never printed in a text either
            m_out += formatted("#\t{:#x}\t", address);
            append(name.empty() ? "unknown" : name);
            m_out += '\t';
            append(f ? m_profile.text(f->file) : "");
            m_out += formatted(":{}\n", std::clamp<std::int64_t>(line.line, 0, UINT32_MAX));
        }
    }

    const Profile& m_profile;
    std::size_t m_limit;
    std::string m_out{};
    bool m_contention = false;
};

}  // namespace

std::optional<std::string> textOfProfile(std::string_view bytes)
{
    if (!startsLikeProfile(bytes)) return {};
    const Profile profile = readProfile(bytes);
    return Printer(profile, std::clamp(bytes.size() * kTextPerByte, kMinText, kMaxText)).run();
}

}  // namespace skein
