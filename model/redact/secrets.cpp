// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/redact/words.h"

#include <algorithm>
#include <array>

namespace skein::redact
{

namespace
{

/// Keys whose makers gave them a start by which they are known, and how many characters follow at least.
struct KnownKey {
    std::string_view start;
    std::size_t more;
};
constexpr auto kKnownKeys = std::to_array<KnownKey>({
    {"AKIA", 16},     {"ASIA", 16},        {"AROA", 16},     {"AIDA", 16},  // AWS
    {"ghp_", 30},     {"gho_", 30},        {"ghu_", 30},     {"ghs_", 30},  // GitHub
    {"ghr_", 30},     {"github_pat_", 20}, {"glpat-", 16},   {"glrt-", 16}, // GitLab
    {"xoxb-", 16},    {"xoxa-", 16},       {"xoxp-", 16},    {"xoxr-", 16}, // Slack
    {"xoxs-", 16},    {"AIza", 30},        {"ya29.", 20},                   // Google
    {"sk_live_", 16}, {"sk_test_", 16},    {"rk_live_", 16}, {"sk-", 32},   // Stripe and others
    {"npm_", 30},     {"dop_v1_", 32},     {"hvs.", 20},
});

constexpr auto kSecretKeys = std::to_array<std::string_view>({
    "accesskey",    "accesstoken", "apikey",       "authtoken",  "authorization", "clientsecret",
    "cookie",       "credential",  "credentials",  "passphrase", "passwd",        "password",
    "privatekey",   "pwd",         "refreshtoken", "secret",     "secretkey",     "sessionid",
    "sessiontoken", "setcookie",   "signature",    "token",      "xapikey",       "xauthtoken",
});

constexpr auto kHostKeys = std::to_array<std::string_view>(
    {"fqdn", "host", "hostname", "instance", "machine", "node", "nodename", "server", "servername"});

constexpr auto kCommonNames = std::to_array<std::string_view>({
    "admin",    "administrator", "agent",    "app",       "apps",   "azureuser", "bazel",       "build",
    "builder",  "circleci",      "code",     "container", "data",   "debian",    "default",     "deploy",
    "dev",      "developer",     "docker",   "ec2-user",  "fedora", "git",       "gitlab",      "gopher",
    "guest",    "home",          "jenkins",  "linuxbrew", "local",  "main",      "nobody",      "node",
    "nonroot",  "ops",           "postgres", "public",    "root",   "runner",    "runneradmin", "server",
    "service",  "shared",        "src",      "support",   "system", "test",      "tester",      "travis",
    "ubuntu",   "user",          "users",    "vagrant",   "vscode", "work",      "worker",      "workspace",
    "www-data",
});

static_assert(std::ranges::is_sorted(kHostKeys) && std::ranges::is_sorted(kCommonNames));

int classOf(char c)
{
    return isLower(c) ? 0 : isUpper(c) ? 1 : isDigit(c) ? 2 : 3;
}

bool isJwt(std::string_view word)
{
    if (!word.starts_with("eyJ") || std::ranges::count(word, '.') != 2)
        return false;
    return word.find('.') > 10 && word.size() > 30;
}

/// Identifiers have words in them: they stay in one class of characters for a while. Random text changes its
/// class at more than every second character.
bool looksRandom(std::string_view word)
{
    if (word.size() < 32)
        return false;
    if (std::ranges::all_of(word, isHex)) {
        const bool digits = std::ranges::any_of(word, isDigit);
        const auto letters = std::ranges::count_if(word, [](char c) { return !isDigit(c); });
        return digits && letters >= 4;
    }
    std::array<std::size_t, 4> counts{};
    std::size_t changes = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
        ++counts[static_cast<std::size_t>(classOf(word[i]))];
        changes += i > 0 && classOf(word[i]) != classOf(word[i - 1]) ? 1u : 0u;
    }
    // Few signs: "+" and "_" and "-" of base64; a name with many of them is made of words.
    return counts[0] >= 4 && counts[1] >= 4 && counts[2] >= 2 && counts[3] * 8 <= word.size() &&
           changes * 5 >= word.size() * 2 && word.find('.') == word.npos;
}

std::string plain(std::string_view key)
{
    std::string out;
    for (const char c : lower(key.substr(key.size() > 60 ? key.size() - 60 : 0)))
        if (isAlnum(c))
            out += c;
    return out;
}

} // namespace

bool isToken(std::string_view word)
{
    if (word.size() < 16 || word.starts_with("_Z") || word.starts_with("0x"))
        return false;
    const auto known = std::ranges::any_of(kKnownKeys, [&](const KnownKey& key) {
        return word.starts_with(key.start) && word.size() >= key.start.size() + key.more &&
               std::ranges::any_of(word.substr(key.start.size()), isDigit);
    });
    return known || isJwt(word) || looksRandom(word);
}

bool isSecretKey(std::string_view key)
{
    const std::string name = plain(key);
    // DB_PASSWORD, db.password, mySecret
    return std::ranges::any_of(kSecretKeys, [&](std::string_view secret) { return name.ends_with(secret); });
}

bool isHostKey(std::string_view key)
{
    const auto dot = key.find_last_of(".-_");
    return std::ranges::binary_search(kHostKeys, lower(dot == key.npos ? key : key.substr(dot + 1)));
}

bool isCommonName(std::string_view name)
{
    return std::ranges::binary_search(kCommonNames, lower(name));
}

} // namespace skein::redact
