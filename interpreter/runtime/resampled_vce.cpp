#include "interpreter/runtime/resampled_vce.hpp"

#include <algorithm>
#include <cctype>

#include "grammar/ast/error.hpp"

namespace nqp::runtime {
namespace {

// Where the parenthesis that opens at `open` closes; npos when it does not.
std::size_t resampled_vce_close(const std::string& text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i;
  }
  return std::string::npos;
}

struct VceText {
  std::size_t begin = 0, end = 0;      // of "vce(…)" in the command
  std::string argument;
};

// vce() among the options, that is behind the first comma outside parentheses, brackets and quotes.
std::optional<VceText> find_vce_option(const std::string& text, std::size_t from) {
  int depth = 0;
  bool options = false, quoted = false;
  for (std::size_t i = from; i < text.size(); ++i) {
    const char ch = text[i];
    if (ch == '"') quoted = !quoted;
    if (quoted) continue;
    if (ch == ',' && depth == 0) options = true;
    if (options && depth == 0 && text.compare(i, 3, "vce") == 0 && (text[i - 1] == ' ' || text[i - 1] == ',')) {
      std::size_t open = i + 3;
      while (open < text.size() && text[open] == ' ') ++open;
      const std::size_t close =
          open < text.size() && text[open] == '(' ? resampled_vce_close(text, open) : std::string::npos;
      if (close == std::string::npos) return std::nullopt;
      return VceText{i, close + 1, text.substr(open + 1, close - open - 1)};
    }
    if (ch == '(' || ch == '[') ++depth;
    if (ch == ')' || ch == ']') --depth;
  }
  return std::nullopt;
}

// "bootstrap", "jackknife" or "" for the first word of the argument.
std::string resampling_kind(const std::string& argument) {
  const std::size_t begin = argument.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  std::string word = argument.substr(begin, argument.find_first_of(" ,", begin) - begin);
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
  for (const std::string kind : {"bootstrap", "jackknife"})
    if (word.size() >= 4 && kind.compare(0, word.size(), word) == 0) return kind;
  return {};
}

// cluster() among the options of the prefix, also abbreviated.
bool names_clusters(const std::string& options) {
  for (std::size_t at = options.find("cl"); at != std::string::npos; at = options.find("cl", at + 1))
    if (at == 0 || options[at - 1] == ' ') return true;
  return false;
}

// Commands whose vce() is a choice of their own (sdid) know what the word means.
bool takes_other_vce(const command::Command& command, const std::string& kind) {
  for (const command::OptionSlot& slot : command.signature.options)
    if (slot.name == "vce")
      return slot.kind == command::OptionKind::vce &&
             std::find(slot.words.begin(), slot.words.end(), kind) == slot.words.end();
  return false;
}

}  // namespace

std::optional<std::string> resampled_call(const command::Command& command, const std::string& text, std::size_t rest,
                                          const data::Frame& frame, const std::string& id) {
  const std::optional<VceText> vce = find_vce_option(text, rest);
  if (!vce) return std::nullopt;
  const std::string kind = resampling_kind(vce->argument);
  if (kind.empty() || !takes_other_vce(command, kind)) return std::nullopt;
  const std::size_t comma = vce->argument.find(',');
  const std::string before = vce->argument.substr(0, comma);
  const std::size_t word = before.find_first_not_of(' ');
  if (before.find_first_not_of(' ', before.find_first_of(' ', word)) != std::string::npos)
    throw Error(198, "vce(" + kind + ") takes its options behind a comma", std::nullopt,
                {"vce(" + kind + ", reps(200) seed(1))"});
  std::string options = comma == std::string::npos ? std::string() : vce->argument.substr(comma + 1);
  const bool panels = command.name.rfind("xt", 0) == 0 && frame.panel && !frame.panel->panel.empty();
  if (panels && !names_clusters(options)) {
    options += " cluster(" + frame.panel->panel + ")";
    if (kind == "bootstrap") options += " idcluster(" + id + ")";
  }
  std::string rest_of_call = text.substr(0, vce->begin) + text.substr(vce->end);
  const std::size_t end = rest_of_call.find_last_not_of(' ');
  rest_of_call.resize(end + (rest_of_call[end] == ',' ? 0 : 1));  // no option is left
  return kind + (options.empty() ? "" : ", " + options) + ": " + rest_of_call;
}

}  // namespace nqp::runtime
