#include <vector>

#include "interpreter/eval/functions/regex.hpp"
#include "interpreter/eval/functions/string_kernels.hpp"
#include "interpreter/eval/functions/unicode.hpp"

namespace nqp::eval::strings {
namespace {

using Spans = std::vector<std::size_t>;

enum class Replacement { literal, dollar, backslash };  // how the replacement text refers to groups

// The names of the groups of the last match of this thread, as the groups themselves are those of its session.
std::vector<std::pair<std::string, std::size_t>>& last_names() {
  thread_local std::vector<std::pair<std::string, std::size_t>> names;
  return names;
}

bool is_true(Values a, std::size_t k) { return k < a.size() && a[k].number != 0; }

std::string_view group(std::string_view s, const Spans& spans, std::size_t k) {
  if (2 * k >= spans.size() || spans[2 * k] == Regex::none || spans[2 * k + 1] == Regex::none) return {};
  return s.substr(spans[2 * k], spans[2 * k + 1] - spans[2 * k]);
}

// Matches and keeps the groups for regexs().
double match(Values a, const Scope& scope, RegexOptions options) {
  Spans spans;
  std::vector<std::string>& groups = scope.environment.regex_groups();
  groups.clear();
  const std::string_view s = a[0].text;
  const Regex& regex = cached_regex(a[1].text, options);
  last_names() = regex.names();
  if (!regex.search(s, 0, spans)) return 0;
  for (std::size_t k = 0; 2 * k < spans.size(); ++k) groups.emplace_back(group(s, spans, k));
  return 1;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_replacement(std::string& to, std::string_view with, std::string_view s, const Spans& spans,
                        Replacement how) {
  for (std::size_t at = 0; at < with.size(); ++at) {
    const bool marked = how != Replacement::literal && at + 1 < with.size();
    if (marked && is_digit(with[at + 1]) && (with[at] == '$' || (with[at] == '\\' && how == Replacement::backslash))) {
      to.append(group(s, spans, static_cast<std::size_t>(with[++at] - '0')));
    } else if (marked && with[at] == '\\') {
      to += with[++at];
    } else {
      to += with[at];
    }
  }
}

std::string replace(Values a, RegexOptions options, Replacement how, bool all) {
  const Regex& regex = cached_regex(a[1].text, options);
  const std::string_view s = a[0].text;
  std::string result;
  Spans spans;
  std::size_t done = 0;
  for (std::size_t from = 0; from <= s.size() && regex.search(s, from, spans);) {
    result.append(s.substr(done, spans[0] - done));
    append_replacement(result, a[2].text, s, spans, how);
    done = from = spans[1];
    if (!all) break;
    if (spans[0] != spans[1]) continue;
    if (done == s.size()) break;
    from = done + (options.utf8 ? unicode::decode(s, done).bytes : 1);  // nothing matched: one character on
  }
  return result.append(s.substr(std::min(done, s.size())));
}

}  // namespace

Value regexm(Values a, const Scope& scope) { return match(a, scope, {}); }
Value regexmatch(Values a, const Scope& scope) { return match(a, scope, {false, is_true(a, 2)}); }
Value ustrregexm(Values a, const Scope& scope) { return match(a, scope, {true, is_true(a, 2)}); }

Value regexs(Values a, const Scope& scope) {
  const std::vector<std::string>& groups = scope.environment.regex_groups();
  const double n = a[0].number;
  if (!(n >= 0 && n < static_cast<double>(groups.size()))) return std::string();
  return groups[static_cast<std::size_t>(n)];
}

Value regexcapturenamed(Values a, const Scope& scope) {
  const std::vector<std::string>& groups = scope.environment.regex_groups();
  for (const auto& [name, k] : last_names())
    if (name == a[0].text && k < groups.size()) return groups[k];
  return std::string();
}

Value regexr(Values a, const Scope&) { return replace(a, {}, Replacement::literal, false); }
Value regexra(Values a, const Scope&) { return replace(a, {}, Replacement::literal, true); }

Value regexreplace(Values a, const Scope&) { return replace(a, {false, is_true(a, 3)}, Replacement::backslash, false); }

Value regexreplaceall(Values a, const Scope&) {
  return replace(a, {false, is_true(a, 3)}, Replacement::backslash, true);
}

Value ustrregexrf(Values a, const Scope&) { return replace(a, {true, is_true(a, 3)}, Replacement::dollar, false); }
Value ustrregexra(Values a, const Scope&) { return replace(a, {true, is_true(a, 3)}, Replacement::dollar, true); }

}  // namespace nqp::eval::strings
