// Choosing and classifying, limits of storage types, and what else programs ask for; one row each.
#include "grammar/ast/error.hpp"
#include "interpreter/eval/functions/kernel.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::eval {
namespace {

bool is_missing(const Value& v) { return v.is_string ? v.text.empty() : data::is_missing(v.number); }

void require_same_values(Values a, std::string_view function) {
  for (const Value& v : a) {
    if (v.is_string != a[0].is_string) {
      throw Error(109, "type mismatch: " + std::string(function) + "() mixes numbers and strings", std::nullopt,
                  {"Convert with string() or real(), or put the constants in quotes."});
    }
  }
}

Value cond(Values a, const Scope&) {
  require_same_values(a.subspan(1), "cond");
  if (a.size() > 3 && data::is_missing(a[0].number)) return a[3];
  return a[0].number != 0 ? a[1] : a[2];
}

Value any_missing_value(Values a, const Scope&) {
  return std::any_of(a.begin(), a.end(), [](const Value& v) { return is_missing(v); }) ? 1.0 : 0.0;
}

Value inlist(Values a, const Scope&) {
  require_same_values(a, "inlist");
  return std::find(a.begin() + 1, a.end(), a[0]) != a.end() ? 1.0 : 0.0;
}

bool value_above(const Value& a, const Value& b) { return a.is_string ? a.text > b.text : a.number > b.number; }

// A missing bound does not bind; a missing z is never inside.
Value inrange(Values a, const Scope&) {
  require_same_values(a, "inrange");
  if (is_missing(a[0])) return 0.0;
  const bool low_enough = is_missing(a[2]) || !value_above(a[0], a[2]);
  const bool high_enough = is_missing(a[1]) || !value_above(a[1], a[0]);
  return low_enough && high_enough ? 1.0 : 0.0;
}

double largest(Numbers x) {
  double best = missing;
  for (const double v : x) {
    if (!data::is_missing(v) && (data::is_missing(best) || v > best)) best = v;
  }
  return best;
}

double smallest(Numbers x) {
  double best = missing;
  for (const double v : x) best = std::min(best, v);
  return best;
}

double clip(Numbers x) {
  const double low = data::is_missing(x[1]) ? -missing : x[1];
  if (data::is_missing(x[0]) || low > x[2]) return missing;
  return std::clamp(x[0], low, x[2]);
}

double irecode(Numbers x) {
  if (data::is_missing(x[0])) return missing;
  const Numbers cuts = x.subspan(1);
  const auto at = std::find_if(cuts.begin(), cuts.end(), [&x](double cut) { return x[0] <= cut; });
  return static_cast<double>(at - cuts.begin());
}

double recode(Numbers x) {
  const Numbers cuts = x.subspan(1);
  if (!std::is_sorted(cuts.begin(), cuts.end())) return missing;
  if (data::is_missing(x[0])) return x[0];
  const auto at = std::find_if(cuts.begin(), cuts.end() - 1, [&x](double cut) { return x[0] <= cut; });
  return *at;
}

double autocode(double x, double n, double low, double high) {
  n = std::trunc(n);
  if (n < 1 || !(low < high)) return missing;
  const double width = (high - low) / n;
  const double k = std::clamp(std::ceil((x - low) / width), 1.0, n);
  return k == n ? high : low + k * width;
}

double chop(double x, double tolerance) {
  const double whole = std::floor(x + 0.5);
  return std::fabs(x - whole) < tolerance ? whole : x;
}

double to_float(double x) {
  constexpr double largest_float = 0x1.fffffep126;
  return std::fabs(x) > largest_float ? missing : static_cast<double>(static_cast<float>(x));
}

Value fmtwidth(Values a, const Scope&) {
  const auto format = text::parse_format(a[0].text);
  return format ? static_cast<double>(format->width) : missing;
}

constexpr Function selection_list[] = {
    // Choosing
    {"cond", "naa?a", 'a', cond, "cond(x,a,b[,c])",
     "a when x is true (not 0), b when it is 0, and c, if given, when x is missing.", "cond(2>1,10,20)", "10"},
    {"inlist", "aa*", 'n', inlist, "inlist(z,a,b,...)", "1 when z equals one of the other arguments.",
     "inlist(3,1,2,3)", "1"},
    {"inrange", "aaa", 'n', inrange, "inrange(z,a,b)",
     "1 when a <= z <= b; a missing bound does not bind, a missing z is never in range.", "inrange(5,1,.)", "1"},
    {"missing", "a*", 'n', any_missing_value, "missing(x1,x2,...)", R"(1 when any argument is missing or "".)",
     "missing(1,.a)", "1"},
    {"mi", "a*", 'n', any_missing_value, "mi(x1,x2,...)", R"(1 when any argument is missing or "" (missing).)",
     R"(mi("a",2))", "0"},
    {"max", "n*", 'n', largest, "max(x1,x2,...)", "The largest argument; missing ones are ignored.", "max(2,.,5)",
     "5"},
    {"min", "n*", 'n', smallest, "min(x1,x2,...)", "The smallest argument; missing ones are ignored.",
     "min(2,.,5)", "2"},
    {"clip", "nnn", 'n', NumberList{clip}, "clip(x,a,b)", "x moved into the range from a to b.", "clip(7,1,5)", "5"},

    // Classifying
    {"irecode", "nn*", 'n', irecode, "irecode(x,x1,x2,...)",
     "The number of cut points that lie below x: 0 when x <= x1, 1 when x1 < x <= x2, and so on.",
     "irecode(3,-10,-5,-3,-3,0,15,.)", "5"},
    {"recode", "nn*", 'n', recode, "recode(x,x1,x2,...)",
     "The first cut point that is not below x, or the last one; the cut points must ascend.", "recode(4,3,6,9)",
     "6"},
    {"autocode", "nnnn", 'n', autocode, "autocode(x,n,x0,x1)",
     "The upper end of the one of n equal intervals from x0 to x1 that holds x.", "autocode(7,5,0,10)", "8"},
    {"chop", "nn", 'n', chop, "chop(x,tol)", "x rounded to an integer when it is within tol of it.",
     "chop(2.999999,.001)", "3"},

    // Storage types
    {"float", "n", 'n', to_float, "float(x)", "x rounded to the precision of a float.", "float(.1)==.1", "0"},
    {"maxbyte", "", 'n', [](Numbers) { return 100.0; }, "maxbyte()", "The largest byte.", "maxbyte()", "100"},
    {"minbyte", "", 'n', [](Numbers) { return -127.0; }, "minbyte()", "The smallest byte.", "minbyte()", "-127"},
    {"maxint", "", 'n', [](Numbers) { return 32740.0; }, "maxint()", "The largest int.", "maxint()", "32740"},
    {"minint", "", 'n', [](Numbers) { return -32767.0; }, "minint()", "The smallest int.", "minint()", "-32767"},
    {"maxlong", "", 'n', [](Numbers) { return 2147483620.0; }, "maxlong()", "The largest long.",
     R"(string(maxlong(),"%12.0f"))", "2147483620"},
    {"minlong", "", 'n', [](Numbers) { return -2147483647.0; }, "minlong()", "The smallest long.",
     R"(string(minlong(),"%12.0f"))", "-2147483647"},
    {"maxfloat", "", 'n', [](Numbers) { return 0x1.fffffep126; }, "maxfloat()", "The largest float.", "maxfloat()",
     "1.701e+38"},
    {"minfloat", "", 'n', [](Numbers) { return -0x1.fffffep126; }, "minfloat()", "The smallest float.",
     "minfloat()", "-1.701e+38"},
    {"maxdouble", "", 'n', [](Numbers) { return data::largest_number; }, "maxdouble()", "The largest double.",
     "maxdouble()", "8.99e+307"},
    {"smallestdouble", "", 'n', [](Numbers) { return 0x1p-1022; }, "smallestdouble()",
     "The smallest positive double of full precision.", "smallestdouble()", "2.23e-308"},
    {"epsdouble", "", 'n', [](Numbers) { return 0x1p-52; }, "epsdouble()", "The precision of a double.",
     "epsdouble()", "2.220e-16"},
    {"epsfloat", "", 'n', [](Numbers) { return 0x1p-23; }, "epsfloat()", "The precision of a float.", "epsfloat()",
     "1.192e-07"},
    {"byteorder", "", 'n', [](Numbers) { return 2.0; }, "byteorder()",
     "2: numbers are stored with the least significant byte first.", "byteorder()", "2"},
    {"fmtwidth", "s", 'n', fmtwidth, "fmtwidth(fmt)", "The width of a display format; missing when it is invalid.",
     R"(fmtwidth("%9.2f"))", "9"},
};

}  // namespace

std::span<const Function> selection_functions() { return selection_list; }

}  // namespace nqp::eval
