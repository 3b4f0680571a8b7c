#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/labels.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/new_names.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/promote.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::recode_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body;
  Sample sample;
  std::string generate, prefix, label;
  bool copy_rest = false, test = false, into = false;
};

// low/high, a single value, missing, nonmissing or else.
struct Element {
  double low = 0, high = 0;
  bool holds(double x) const { return x >= low && x <= high; }
};

struct Rule {
  std::vector<Element> elements;
  bool otherwise = false, copies = false;
  double value = 0;
  std::string label;
};

constexpr double last_missing = 0x1p1023 * (1.0 + 26.0 / 4096.0);

double end_of_range(const std::string& word, bool lower_end) {
  if (word == "min" && lower_end) return -HUGE_VAL;
  if (word == "max" && !lower_end) return data::largest_number;
  const auto x = kit::parse_number(word);
  if (!x)
    throw Error(198, word + " is no value for recode", std::nullopt, {"rules look like (1/3 = 1 \"low\") (else = 0)"});
  return *x;
}

Element parse_element(const std::string& word) {
  if (kit::abbreviates(word, "Missing")) return {data::missing, last_missing};
  if (kit::abbreviates(word, "NONMissing")) return {-HUGE_VAL, data::largest_number};
  const std::size_t slash = word.find('/');
  if (slash == std::string::npos) {
    const double x = end_of_range(word, word == "min");
    return {x, x};
  }
  return {end_of_range(word.substr(0, slash), true), end_of_range(word.substr(slash + 1), false)};
}

Rule parse_rule(std::string_view text) {
  const std::size_t equal = kit::find_outside(text, '=');
  if (equal == std::string_view::npos) throw Error(198, "rule (" + std::string(text) + ") has no =");
  Rule r;
  for (std::string_view rest = kit::trim(text.substr(0, equal)); !rest.empty();) {
    const std::string word = kit::take_word(rest);
    if (word == "else" || word == "*" || word == "_all") r.otherwise = true;
    else r.elements.push_back(parse_element(word));
  }
  if (r.elements.empty() && !r.otherwise) throw Error(198, "rule (" + std::string(text) + ") names no values");
  std::string_view rest = kit::trim(text.substr(equal + 1));
  const std::string value = kit::take_word(rest);
  r.copies = value == "copy";
  if (!r.copies) r.value = end_of_range(value, false);
  r.label = kit::unquoted(rest);
  return r;
}

struct Call {
  Variables variables;
  std::vector<Rule> rules;
};

bool begins_rule(const std::string& word) {
  return !word.empty() && (word.find('=') != std::string::npos || std::isdigit(static_cast<unsigned char>(word[0])) ||
                           word[0] == '.' || word[0] == '-' || word[0] == '*' || word == "else" || word == "missing" ||
                           kit::starts_with(word, "min/") || word == "nonmissing");
}

// varlist (rule) (rule), or varlist 1 2=3 else=0 without parentheses.
Call parse_call(const std::string& body, const Context& c) {
  Call out;
  std::string names, loose;
  const auto flush = [&] {
    if (!loose.empty()) out.rules.push_back(parse_rule(loose));
    loose.clear();
  };
  for (const kit::Piece& p : kit::split_pieces(body)) {
    if (p.grouped) {
      flush();
      out.rules.push_back(parse_rule(p.text));
    } else if (out.rules.empty() && loose.empty() && !begins_rule(p.text)) {
      names += p.text + " ";
    } else {
      const std::size_t equal = loose.find('=');
      const bool complete = equal != std::string::npos && !kit::trim(std::string_view(loose).substr(equal + 1)).empty();
      if (complete && p.text != "=") flush();
      loose += (loose.empty() ? "" : " ") + p.text;
    }
  }
  flush();
  out.variables = resolve_variables(names, c);
  if (out.variables.empty()) throw Error(100, "varlist required");
  if (out.rules.empty())
    throw Error(198, "recode needs rules", std::nullopt, {"for example (1/3 = 1 \"low\") (else = 0)"});
  return out;
}

// The first rule that names the value wins; else comes last.
double recoded(const std::vector<Rule>& rules, double x, bool& matched) {
  matched = true;
  for (const Rule& r : rules)
    for (const Element& e : r.elements)
      if (e.holds(x)) return r.copies ? x : r.value;
  for (const Rule& r : rules)
    if (r.otherwise) return r.copies ? x : r.value;
  matched = false;
  return x;
}

std::vector<std::string> names_of(const Args& a, const Call& call, const Context& c) {
  if (a.generate.empty() && a.prefix.empty()) return call.variables;
  if (!a.generate.empty()) return kit::new_names(a.generate, false, call.variables, c);
  std::vector<std::string> names;
  for (const std::string& v : call.variables) names.push_back(a.prefix + v);
  for (const std::string& n : names)
    if (c.frame.find(n)) throw Error(110, "variable " + n + " already defined");
  return names;
}

data::ValueLabel labels_of(const std::vector<Rule>& rules) {
  data::ValueLabel labels;
  for (const Rule& r : rules)
    if (!r.label.empty() && !r.copies) labels[r.value] = r.label;
  return labels;
}

struct NewValues {
  std::vector<double> x;
  std::size_t changes = 0;
};

NewValues new_values(const Args& a, const Call& call, const data::Column& column, const kit::Selection& s, bool fresh) {
  NewValues out;
  out.x = kit::numbers_of(column);
  for (std::size_t i = 0; i < out.x.size(); ++i) {
    if (!s.holds(i)) {
      if (fresh && !a.copy_rest) out.x[i] = data::missing;
      continue;
    }
    bool matched = false;
    const double y = recoded(call.rules, out.x[i], matched);
    out.changes += y != out.x[i] ? 1u : 0u;
    out.x[i] = y;
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  const Call call = parse_call(a.body, c);
  const std::vector<std::string> names = names_of(a, call, c);
  const kit::Selection s = kit::select(c, a.sample);
  const data::ValueLabel labels = labels_of(call.rules);
  if (!labels.empty() && names == call.variables)
    throw Error(198, "labels in rules need generate() or prefix()", std::nullopt,
                {"label define and label values label a variable that is recoded in place"});
  Output out;
  data::Frame f = c.frame;
  for (std::size_t k = 0; k < names.size(); ++k) {
    const std::string& old = call.variables[k];
    const data::Column& column = c.numeric(old);
    const bool fresh = names[k] != old;
    const NewValues v = new_values(a, call, column, s, fresh);
    kit::Promotion p(column.type().storage);
    for (const double x : v.x) p.see(x);
    out.line(fresh ? fmt::format("({} between {} and {})", kit::count_of(v.changes, "difference", "differences"), old,
                                 names[k])
                   : fmt::format("({} made to {})", kit::count_of(v.changes, "change", "changes"), old));
    if (!fresh) {
      if (v.changes > 0) f.replace(*f.index(old), data::make_numeric(p.storage(), v.x));
      continue;
    }
    data::Variable made;
    made.name = names[k];
    made.column = data::make_numeric(p.storage(), v.x);
    const std::string& old_label = c.frame.at(old).label;
    made.label = "RECODE of " + old + (old_label.empty() ? "" : " (" + old_label + ")");
    if (!labels.empty()) {
      made.value_label = a.label.empty() ? names[k] : a.label;
      kit::set_label(f, made.value_label, labels);
    }
    f.add(std::move(made));
  }
  out.frame = std::move(f);
  return out;
}

Command command() {
  return define<Args>("recode", "Change the values of categorical variables by rules")
      .anything(&Args::body)
      .if_in(&Args::sample)
      .text("Generate", &Args::generate, "new variables")
      .text("PREfix", &Args::prefix, "new variables with this prefix")
      .text("LAbel", &Args::label, "name of the value label made from the texts in the rules")
      .flag("COPYrest", &Args::copy_rest, "observations outside if and in keep their values")
      .flag("Test", &Args::test, "accepted; the first rule that fits a value wins")
      .flag("INTo", &Args::into, "accepted")
      .no_by()
      .changes(Effect::data)
      .remark(
          "Rules: (1 2 = 1) (3/5 = 2 \"high\") (6/max = 3) (missing = 9) (else = 0). Left of = stand values, ranges "
          "with / and min, max, missing, nonmissing or else; right of it a value, . or copy, then maybe a label.")
      .example("In place", "sysuse auto\nrecode rep78 (1/2 = 1) (3 = 2) (4/max = 3)",
               "rep78[1] == 2 & missing(rep78[3])")
      .example(
          "Into a labelled variable",
          "sysuse auto\nrecode rep78 (1/3 = 0 \"low\") (4/5 = 1 \"high\") (else = .), generate(good) label(g) test",
          "good[1] == 0 & missing(good[3])")
      .example("Some observations", "sysuse auto\nrecode foreign 0=1 1=0 if price > 5000, prefix(n_) copyrest",
               "n_foreign[1] == 0")
      .runs(run);
}

}  // namespace

extern const Command recode_command = kit::loose_body(command());

}  // namespace nqp::commands::recode_
