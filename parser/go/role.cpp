// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/frame_line.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace skein::go
{

namespace
{

using scan::contains;

// First path elements of the standard library's import paths, Go 1.18 to 1.27, sorted. `cmd` is left out:
// whoever reads a crash of the Go tools wants to see their code.
constexpr std::array<std::string_view, 49> kStandard = {
    "archive", "arena",    "bufio",   "builtin", "bytes",    "cmp",      "compress", "container", "context",
    "crypto",  "database", "debug",   "embed",   "encoding", "errors",   "expvar",   "flag",      "fmt",
    "go",      "hash",     "html",    "image",   "index",    "internal", "io",       "iter",      "log",
    "maps",    "math",     "mime",    "net",     "os",       "path",     "plugin",   "reflect",   "regexp",
    "runtime", "slices",   "sort",    "strconv", "strings",  "structs",  "sync",     "syscall",   "testing",
    "text",    "time",     "unicode", "unsafe",
};
static_assert(std::ranges::is_sorted(kStandard));

bool isStandard(std::string_view firstElement)
{
    return std::ranges::binary_search(kStandard, firstElement) || firstElement == "unique" ||
           firstElement == "weak" || firstElement == "uuid" || firstElement == "simd";
}

std::string_view firstElement(std::string_view path)
{
    return path.substr(0, std::min(path.find('/'), path.size()));
}

/// Could this file belong to the standard library? `/usr/local/go/src/runtime/panic.go`, `runtime/panic.go`
/// (-trimpath), `GOROOT/src/sync/mutex.go` (Bazel), `.../src/runtime/panic.go` (somebody shortened it).
bool fileMayBeStandard(std::string_view file)
{
    if (file.empty() || file.starts_with('<') || file.starts_with("?") || file.starts_with("_"))
        return true;
    if (file.find_first_of("/\\") == file.npos || contains(file, "/libgo/")) // ../../../src/libgo: gccgo
        return true;
    // .../map_fast64.go, .../sync/mutex.go: somebody left the folders out
    if (std::string_view rest = file; scan::literal(rest, ".../") || scan::literal(rest, "\xe2\x80\xa6/"))
        return rest.find('/') == rest.npos || isStandard(firstElement(rest)) || contains(rest, "src/");
    for (const std::string_view src : {"/src/", "\\src\\", "/src/pkg/"}) {
        // src/runtime/slice.go: the toolchain's own tests
        const bool relative = file.starts_with(src.substr(1));
        const std::size_t at = relative ? 0 : file.rfind(src);
        if (at == file.npos)
            continue;
        const std::string_view inside = file.substr(at + src.size() - (relative ? 1 : 0));
        const std::string_view first = inside.substr(0, std::min(inside.find_first_of("/\\"), inside.size()));
        if (isStandard(first) || first == "vendor" || first == "cmd")
            return true;
    }
    return isStandard(firstElement(file)) || file.starts_with("vendor/");
}

/// Names that only the compiler, the linker and cgo make.
bool isGenerated(std::string_view function)
{
    return function == "panic" || function.starts_with("type:.") || function.starts_with("type..") ||
           function.starts_with("go:") || function.starts_with("_cgo") || function.starts_with("x_cgo_") ||
           function.starts_with("crosscall") || function.starts_with("_rt0_");
}

bool isThirdParty(std::string_view function, std::string_view file)
{
    return contains(file, "/pkg/mod/") || contains(file, "\\pkg\\mod\\") || contains(file, "/vendor/") ||
           contains(file, "@v") || contains(file, "/external/") || file.starts_with("external/") ||
           contains(function, "/vendor/") || function.starts_with("golang.org/x/");
}

/// How many elements of an import path name the repository: "github.com/acme/bank", "gopkg.in/yaml.v2",
/// "k8s.io/api".
std::string_view repositoryOf(std::string_view path)
{
    static constexpr std::array<std::string_view, 5> kThree = {"github.com", "gitlab.com", "bitbucket.org",
                                                               "golang.org", "gitee.com"};
    const std::string_view host = firstElement(path);
    if (host.find('.') == host.npos)
        return host;
    int elements = std::ranges::contains(kThree, host) ? 3 : 2;
    std::size_t end = 0;
    while (elements-- > 0 && end != path.npos)
        end = path.find('/', end + 1);
    return path.substr(0, end);
}

/// The import path that a file's place in a source tree implies, and where the tree begins.
struct InTree {
    std::string_view tree, path;
};
InTree inTree(std::string_view file)
{
    const std::size_t at = file.find("/src/");
    if (at == file.npos)
        return {};
    return {file.substr(0, at), file.substr(at + 5)};
}

} // namespace

std::string_view packageOf(std::string_view function)
{
    // The package ends at the first dot behind the last slash that is not within type arguments or a
    // receiver.
    const std::size_t stop = std::min(function.find_first_of("([{"), function.size());
    const std::size_t slash = scan::findLast(function.substr(0, stop), '/');
    const std::size_t from = slash == function.npos ? 0 : slash + 1;
    return function.substr(0, std::min(function.find('.', from), function.size()));
}

Role roleOf(std::string_view function, std::string_view file)
{
    if (isGenerated(function))
        return Role::Runtime;
    if (function.starts_with("main."))
        return Role::User;
    const std::string_view package = packageOf(function);
    const std::string_view first = firstElement(package);
    if ((isStandard(first) || package.starts_with("vendor/")) && fileMayBeStandard(file))
        return Role::Runtime;
    // A C function of a library, or of the program: `pthread_cond_wait`, no package at all.
    if (function.find('.') == function.npos)
        return contains(file, "/libgo/") ? Role::Runtime : Role::Library;
    return isThirdParty(function, file) ? Role::Library : Role::User;
}

namespace
{

/// "/usr/local/go/src/" of sync.(*Mutex).Lock in /usr/local/go/src/sync/mutex.go. Empty for anything else.
std::string_view standardFolder(const Log& log, const Frame& frame)
{
    const std::string_view package = packageOf(log.str(frame.function)), file = log.str(frame.file);
    if (frame.role != Role::Runtime || !isStandard(firstElement(package)))
        return {};
    const std::size_t slash = file.rfind('/');
    const std::string_view folder = slash == file.npos ? std::string_view{} : file.substr(0, slash);
    if (!folder.ends_with(package) || !folder.substr(0, folder.size() - package.size()).ends_with("/src/"))
        return {};
    return folder.substr(0, folder.size() - package.size());
}

/// maps/iter.go of a function that is named after the one that it was inlined into, without the root.
bool isIterator(std::string_view file)
{
    for (const std::string_view name : {"maps/iter.go", "slices/iter.go"})
        if (file == name ||
            (file.ends_with(name) && file.substr(0, file.size() - name.size()).ends_with("/src/")))
            return true;
    return false;
}

/// Where code stands decides whose it is, not the name that the compiler gives it:
///     github.com/acme/dnsd/zone.(*Zone).Names.Keys[...].func1()
///         /usr/local/go/src/maps/iter.go:27
/// is the body of maps.Keys, inlined into Names. The root is known from frames with names of their own.
void markStandard(Log& log)
{
    constexpr std::size_t kMaxRoots = 8; // containers with different toolchains in one log
    std::set<std::string_view> roots;
    for (const Frame& frame : log.frames)
        if (const auto root = standardFolder(log, frame); !root.empty() && roots.size() < kMaxRoots)
            roots.insert(root);
    for (Frame& frame : log.frames) {
        const std::string_view file = log.str(frame.file);
        if (frame.role == Role::Runtime)
            continue;
        const auto inside = [file](std::string_view root) {
            return file.starts_with(root) && isStandard(firstElement(file.substr(root.size())));
        };
        if (isIterator(file) || std::ranges::any_of(roots, inside))
            frame.role = Role::Runtime;
    }
}

} // namespace

void markLibraries(Log& log)
{
    markStandard(log);
    std::set<std::string, std::less<>> own;
    for (const Frame& frame : log.frames) {
        if (!log.str(frame.function).starts_with("main."))
            continue;
        const InTree place = inTree(log.str(frame.file));
        if (place.path.empty() || firstElement(place.path).find('.') == std::string_view::npos)
            continue;
        own.insert(std::string(place.tree) + "/src/" + std::string(repositoryOf(place.path)));
    }
    if (own.empty())
        return;
    for (Frame& frame : log.frames) {
        if (frame.role != Role::User || log.str(frame.function).starts_with("main."))
            continue;
        const InTree place = inTree(log.str(frame.file));
        // Only where the tree really is laid out by import path.
        const std::string_view package = packageOf(log.str(frame.function));
        if (place.path.empty() || firstElement(place.path) != firstElement(package))
            continue;
        if (firstElement(package).find('.') == std::string_view::npos)
            continue;
        const std::string home = std::string(place.tree) + "/src/" + std::string(repositoryOf(place.path));
        if (!own.contains(home))
            frame.role = Role::Library;
    }
}

} // namespace skein::go
