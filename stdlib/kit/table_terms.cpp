#include "stdlib/kit/table_terms.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/text/suggest.hpp"
#include "stdlib/kit/table_text.hpp"

namespace nqp::kit {

void require_terms(const std::string& option, const std::vector<std::string>& patterns,
                   const std::vector<NamedTerm>& known) {
  for (const std::string& pattern : patterns) {
    const auto is_meant = [&](const NamedTerm& t) { return is_term_of(pattern, t.name, t.equation); };
    if (std::any_of(known.begin(), known.end(), is_meant)) continue;
    std::vector<std::string> names;
    for (const NamedTerm& t : known)
      if (std::find(names.begin(), names.end(), t.name) == names.end()) names.push_back(t.name);
    std::string note = text::did_you_mean(pattern, names);
    if (note.empty()) {
      constexpr std::size_t most = 12;
      note = "the coefficients are";
      for (std::size_t i = 0; i < std::min(names.size(), most); ++i) note += " " + names[i];
      if (names.size() > most) note += " ...";
    }
    throw Error(111, option + "(): coefficient " + pattern + " not found", std::nullopt, {std::move(note)});
  }
}

void require_table_terms(const ModelTableOptions& o, const std::vector<TableModel>& models,
                         const std::vector<NamedTerm>& known) {
  if (known.empty()) return;
  if (!o.keep_relaxed) require_terms("keep", o.keep, known);
  if (!o.drop_relaxed) require_terms("drop", o.drop, known);
  for (const auto& line : o.lines)
    for (const CellStatistic& c : line) {
      require_terms(c.what + "(): keep", c.keep, known);
      require_terms(c.what + "(): drop", c.drop, known);
    }
  for (const Indicator& i : o.indicators) {
    if (i.relaxed) continue;
    std::vector<std::string> patterns = i.patterns;
    std::erase_if(patterns, [&](const std::string& p) {
      return std::any_of(models.begin(), models.end(), [&](const TableModel& m) { return absorbs_term(*m.e, p); });
    });
    require_terms("indicate", patterns, known);
  }
}

bool absorbs_term(const command::Results& e, std::string pattern) {
  if (pattern.rfind("0.", 0) != 0) return false;
  pattern.erase(0, 2);
  for (std::size_t at = pattern.find("#0."); at != std::string::npos; at = pattern.find("#0."))
    pattern.erase(at + 1, 2);
  for (const std::string& word : grammar::split_words(e.macro_or("absvars") + " " + e.macro_or("absvar")))
    if (word == pattern || word == "i." + pattern) return true;
  return false;
}

}  // namespace nqp::kit
