#include "stdlib/kit/table_text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/resolve.hpp"
#include "interpreter/eval/names.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/wildcard.hpp"
#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/series.hpp"

namespace nqp::kit {

bool is_term_of(const std::string& pattern, const std::string& term, const std::string& equation) {
  std::string wanted = pattern, name = term;
  if (const std::size_t colon = pattern.find(':'); colon != std::string::npos) {
    if (!text::matches_wildcard(pattern.substr(0, colon), equation)) return false;
    wanted = pattern.substr(colon + 1);
    if (wanted.empty()) return true;
  }
  if (text::matches_wildcard(wanted, name)) return true;
  if (wanted.find_first_of("*?") != std::string::npos || name == "_cons") return false;
  if (eval::normal_term(wanted) == eval::normal_term(name)) return true;
  const CoefficientName asked = parse_coefficient_name(wanted), have = parse_coefficient_name(name);
  return !asked.term.factors.empty() && !have.term.factors.empty() && term_matches(asked.term, have);
}

bool matches_any(const std::vector<std::string>& patterns, const std::string& term, const std::string& equation) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& p) { return is_term_of(p, term, equation); });
}

bool matches_terms(const std::vector<std::string>& patterns, const std::string& column) {
  const CoefficientName n = parse_coefficient_name(column);
  return matches_any(patterns, n.name.empty() || n.name[0] == '/' ? n.name : command::canonical_term(n.name),
                     n.equation);
}

namespace {

// At least `digits` significant digits: the adaptive format of estout's a#.
std::string adaptive_format(double x, int digits) {
  if (x == std::trunc(x)) return "%12.0f";
  const double size = std::abs(x);
  if (size < 1) {
    const int zeros = -static_cast<int>(std::log10(size));
    const int decimals = std::max(1, digits + zeros);
    return decimals <= 9 ? fmt::format("%12.{}f", decimals) : fmt::format("%12.{}e", std::min(9, digits - 1));
  }
  const int before = static_cast<int>(std::log10(size) + 1);
  return before <= 9 ? fmt::format("%12.{}f", std::max(digits - before + 1, 1)) : "%12.0e";
}

}  // namespace

std::string table_number(double x, const std::string& format) {
  if (data::is_missing(x)) return data::missing_text(x);
  if (format == "auto")
    return text::trimmed(text::format_number(x, std::abs(x) >= 1000 ? "%20.0fc" : adaptive_format(x, 3)));
  if (!format.empty() && format[0] == 'a') {
    const int digits = format.size() > 1 && format[1] >= '1' && format[1] <= '9' ? format[1] - '0' : 3;
    return text::trimmed(text::format_number(x, adaptive_format(x, digits)));
  }
  if (!format.empty() && format[0] >= '0' && format[0] <= '9')
    return text::trimmed(text::format_number(x, "%20." + format + "f"));
  return text::trimmed(text::format_number(x, format));
}

std::string stars_of(double p, const std::vector<Star>& stars) {
  std::string out;
  if (data::is_missing(p)) return out;
  for (const Star& s : stars)
    if (p < s.limit) out = s.symbol;
  return out;
}

std::string variable_label(const std::string& name, const data::Frame& frame) {
  const data::Variable* v = frame.find(name);
  return v && !v->label.empty() ? v->label : name;
}

std::string term_label(const std::string& term, const std::string& joint, const data::Frame& frame) {
  const CoefficientName n = parse_coefficient_name(term);
  if (n.term.factors.empty()) return variable_label(term, frame);
  std::string out;
  for (const ast::Factor& f : n.term.factors) {
    std::string part = variable_label(f.pattern, frame);
    for (const ast::VariableOperator& op : f.operators) {
      if (op.levels.size() == 1) {
        const data::Variable* v = frame.find(f.pattern);
        const data::ValueLabel* labels = v ? frame.labels_of(*v) : nullptr;
        const auto known = labels ? labels->find(op.levels[0]) : data::ValueLabel::const_iterator{};
        const bool labelled = labels && known != labels->end();
        part = labelled ? known->second : part + "=" + text::macro_number(op.levels[0]);
      } else if (is_time_operator(op)) {
        const std::string word = series_name(f);
        part = word.substr(0, word.find('.') + 1) + part;
      }
    }
    out += (out.empty() ? "" : joint) + part;
  }
  return out;
}

}  // namespace nqp::kit
