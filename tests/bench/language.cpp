// Parsing 200,000 lines on one core, and an expression of ten terms over 1e7 rows against a loop written by hand.
#include <cstdio>
#include <string>
#include <vector>

#include "grammar/parse.hpp"
#include "interpreter/dataset/buffer.hpp"
#include "interpreter/dataset/missing.hpp"
#include "tests/bench/bench.hpp"

namespace nqp::bench {
namespace {

// Lines such as do-files have: comments, qualifiers, macros, blocks, continued lines, options.
std::string do_file_text(int lines) {
  static const char* kinds[] = {
      "* the sample of the paper",
      "generate x# = log(gdp#) if year > 2010 & !missing(gdp#) // growth",
      "replace y# = x#*2 + 3 in 1/10",
      "local controls# \"size age `more#'\"",
      "quietly reghdfe y# x# `controls#' i.year#c.trend if inrange(year, 2003, 2013), ///",
      "  absorb(id year) vce(cluster province) level(90)",
      "if `k#' == 1 {",
      "  display as text \"value\" _col(20) %9.2f x#",
      "}",
      "label variable x# \"城市 #\""};
  std::string out;
  for (int i = 0; i < lines; ++i)
    for (const char* c = kinds[i % 10]; ; ++c) {
      if (*c == '#') out += std::to_string(i / 10);
      else if (*c) out += *c;
      else {
        out += '\n';
        break;
      }
    }
  return out;
}

// Every command of the file without macros, as if it ran once.
std::size_t parse_commands(const std::vector<ast::Statement>& statements) {
  const auto classify = [](std::string_view word) {
    return word == "quietly" ? grammar::WordClass::prefix : grammar::WordClass::command;
  };
  std::size_t count = 0;
  for (const ast::Statement& s : statements) {
    if (s.kind != ast::Statement::Kind::command) {
      count += parse_commands(s.body);
      continue;
    }
    std::string text;
    for (const ast::Piece& p : s.head.pieces) text += p.kind == ast::Piece::Kind::literal ? p.text : "m";
    const ast::Head head = grammar::parse_head(text, classify);
    if (head.name != "display" && head.name != "local" && head.name != "label") grammar::parse_arguments(head.rest);
    ++count;
  }
  return count;
}

}  // namespace

void language(Bench& b) {
  const std::string text = do_file_text(200000);
  const double split = best(3, [&] { grammar::parse_script(text); });
  const ast::Script script = grammar::parse_script(text);
  std::size_t commands = 0;
  const double parsed = best(3, [&] { commands = parse_commands(script.statements); });
  std::printf("parsing 200,000 lines: %.3f s to blocks and statements, %.3f s for the trees of %zu commands\n", split,
              parsed, commands);

  constexpr std::size_t rows = 10000000;
  b.must("clear\nset obs 10000000\nset type double\nset seed 1\ngenerate a = runiform()\ngenerate c = runiform()\n"
         "generate d = runiform()");
  const double ours = b.time(5, "capture drop z",
                             "generate z = a + 2*c - 3*d + a*c + c*d - a*d + 4 - c/7 + d*d + a*5");
  data::Buffer<double> a(rows), c(rows), d(rows);
  for (std::size_t i = 0; i < rows; ++i) a[i] = 1e-7 * static_cast<double>(i), c[i] = 1 - a[i], d[i] = a[i] * a[i];
  double seen = 0;
  const double loop = best(5, [&] {
    data::Buffer<double> z(rows);  // a new column, as generate makes one
    for (std::size_t i = 0; i < rows; ++i) {
      const double x = a[i] + 2 * c[i] - 3 * d[i] + a[i] * c[i] + c[i] * d[i] - a[i] * d[i] + 4 - c[i] / 7 +
                       d[i] * d[i] + a[i] * 5;
      z[i] = x < data::missing ? x : data::missing;
    }
    seen += z[rows / 2];
  });
  std::printf("generate of ten terms, 1e7 rows: %.3f s, %.2fx a loop written by hand in one thread%s\n", ours,
              ours / loop, seen < 0 ? " " : "");
}

}  // namespace nqp::bench
