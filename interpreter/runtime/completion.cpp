#include "interpreter/runtime/completion.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "interpreter/command/registry.hpp"
#include "interpreter/runtime/prepared.hpp"

namespace nqp::runtime {
namespace {

bool in_word(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool goes_on(std::string_view word, std::string_view start) { return word.substr(0, start.size()) == start; }

// Nothing but prefixes stands before the word: quietly, capture, noisily, or what ends with a colon or a brace.
bool at_command(std::string_view before) {
  while (true) {
    while (!before.empty() && (before.back() == ' ' || before.back() == '\t')) before.remove_suffix(1);
    if (before.empty() || before.back() == ':' || before.back() == '{') return true;
    std::size_t begin = before.size();
    while (begin > 0 && in_word(before[begin - 1])) --begin;
    const std::string_view word = before.substr(begin);
    if (output_prefix(word).empty()) return false;
    before = before.substr(0, begin);
  }
}

std::vector<std::string> files(const std::string& folder, std::string_view start, host::Host& host) {
  std::vector<std::string> out;
  try {
    for (std::string& name : host.list(folder.empty() ? "." : folder)) {
      if (!goes_on(name, start) || (start.empty() && name[0] == '.')) continue;
      const std::string path = folder + name;
      out.push_back(host.info(path).folder ? path + "/" : path);
    }
  } catch (const Error&) {
    return {};  // no such folder: nothing to offer
  }
  return out;
}

std::vector<std::string> macros(const Macros& all, std::string_view start) {
  std::vector<std::string> out;
  for (const auto& macro : all)
    if (goes_on(macro.first, start)) out.push_back(macro.first);
  return out;
}

std::vector<std::string> commands(std::string_view start, Session& session) {
  std::vector<std::string> out;
  for (const std::string& name : command::command_names())
    if (goes_on(name, start)) out.push_back(name.substr(0, name.find(' ')));
  for (const auto& program : session.programs())
    if (goes_on(program.first, start)) out.push_back(program.first);
  return out;
}

std::vector<std::string> variables(std::string_view start, const data::Frame& frame) {
  std::vector<std::string> out;
  for (const data::Variable& v : frame.variables)
    if (goes_on(v.name, start) && !goes_on(v.name, "__")) out.push_back(v.name);
  return out;
}

// The command behind the prefixes of a line; nothing while its name is still being typed.
std::string_view last_call(std::string_view line) {
  std::size_t depth = 0, begin = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '(') ++depth;
    if (line[i] == ')' && depth > 0) --depth;
    if (depth == 0 && (line[i] == ':' || line[i] == '{')) begin = i + 1;
  }
  line.remove_prefix(begin);
  while (true) {
    while (!line.empty() && (line[0] == ' ' || line[0] == '\t')) line.remove_prefix(1);
    std::size_t end = 0;
    while (end < line.size() && in_word(line[end])) ++end;
    if (end == line.size() || output_prefix(line.substr(0, end)).empty()) return line;
    line.remove_prefix(end);
  }
}

// Behind the comma and outside of parentheses options are wanted.
bool at_option(std::string_view call) {
  std::size_t depth = 0;
  bool comma = false;
  for (const char c : call) {
    if (c == '(') ++depth;
    if (c == ')' && depth > 0) --depth;
    comma = comma || (c == ',' && depth == 0);
  }
  return comma && depth == 0;
}

// In full; those that take an argument with the parenthesis that opens it.
std::vector<std::string> options(std::string_view call, std::string_view start) {
  const auto word_at = [&](std::size_t& at) {
    while (at < call.size() && call[at] == ' ') ++at;
    const std::size_t begin = at;
    while (at < call.size() && in_word(call[at])) ++at;
    return std::string(call.substr(begin, at - begin));
  };
  std::size_t at = 0;
  bool second = false;
  const std::string name = word_at(at), next = word_at(at);
  const command::Command* found = command::find_command(name, next, second);
  std::vector<std::string> out;
  if (!found) return out;
  for (const command::OptionSlot& slot : found->signature.options)
    if (goes_on(slot.name, start))
      out.push_back(slot.kind == command::OptionKind::flag ? slot.name : slot.name + "(");
  return out;
}

// What `ends` a word stands behind the only choice.
Completion common_part(std::vector<std::string> choices, std::size_t typed, std::string_view ends) {
  Completion out;
  std::sort(choices.begin(), choices.end());
  choices.erase(std::unique(choices.begin(), choices.end()), choices.end());
  if (choices.empty()) return out;
  std::string common = choices[0];
  for (const std::string& c : choices) {
    std::size_t n = 0;
    while (n < common.size() && n < c.size() && common[n] == c[n]) ++n;
    common.resize(n);
  }
  while (!common.empty() && common.size() > typed && common.size() < choices[0].size() &&
         (static_cast<unsigned char>(choices[0][common.size()]) & 0xC0) == 0x80)
    common.pop_back();  // not through the middle of a character
  if (common.size() > typed) out.addition = common.substr(typed);
  if (choices.size() == 1 && choices[0].back() != '/' && choices[0].back() != '(') out.addition += ends;
  out.choices = std::move(choices);
  return out;
}

}  // namespace

Completion complete(std::string_view line, Session& session, host::Host& host) {
  const std::size_t quotes = static_cast<std::size_t>(std::count(line.begin(), line.end(), '"'));
  if (quotes % 2 == 1) {
    const std::string_view typed = line.substr(line.rfind('"') + 1);
    const std::size_t slash = typed.find_last_of("/\\");
    const std::size_t folder = slash == std::string_view::npos ? 0 : slash + 1;
    return common_part(files(std::string(typed.substr(0, folder)), typed.substr(folder), host), typed.size(), "\"");
  }
  std::size_t begin = line.size();
  while (begin > 0 && in_word(line[begin - 1])) --begin;
  const std::string_view start = line.substr(begin), before = line.substr(0, begin);
  if (!before.empty() && before.back() == '`')
    return common_part(macros(session.level().locals, start), start.size(), "");
  if (!before.empty() && (before.back() == '$' || (before.size() > 1 && before.substr(before.size() - 2) == "${")))
    return common_part(macros(session.globals(), start), start.size(), "");
  if (at_command(before)) return common_part(commands(start, session), start.size(), " ");
  const std::string_view call = last_call(before);
  if (at_option(call)) return common_part(options(call, start), start.size(), " ");
  return common_part(variables(start, session.frame()), start.size(), " ");
}

}  // namespace nqp::runtime
