// Terms, labels, numbers and stars as tables of models show them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/dataset/frame.hpp"

namespace nqp::kit {

// Whether a term (x, 1.g) of an equation is the one, or among those, that users wrote: x, 1.g, *.year, eq:x.
bool is_term_of(const std::string& pattern, const std::string& term, const std::string& equation);
bool matches_any(const std::vector<std::string>& patterns, const std::string& term, const std::string& equation);

// Whether a column of e(b) is among terms as users write them: x, 1.g, *.year, eq:x.
bool matches_terms(const std::vector<std::string>& patterns, const std::string& column);

// A symbol, the limit that p has to be under, and the limit as typed.
struct Star {
  std::string symbol, text;
  double limit = 0;
};

// A number in a table: "%9.3f" and its kind, "3" (decimals), "a3" (at least so many significant digits),
// "auto" (the same, thousands without decimals).
std::string table_number(double x, const std::string& format);

// "*" "**" …: the symbol of the smallest limit that p is under.
std::string stars_of(double p, const std::vector<Star>& stars);

// Label of the dependent variable, of a term ("1.g#c.x" → "Treated # GDP"), else the name.
std::string variable_label(const std::string& name, const data::Frame& frame);
std::string term_label(const std::string& term, const std::string& joint, const data::Frame& frame);

}  // namespace nqp::kit
