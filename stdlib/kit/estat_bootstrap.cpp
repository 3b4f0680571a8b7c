// estat bootstrap: bias, standard errors and intervals of the last bootstrap.
#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/header.hpp"

namespace nqp::kit {
namespace {

struct Interval {
  const char* option;
  const char* matrix;
  const char* mark;
  const char* name;
};
constexpr Interval intervals[] = {{"Normal", "ci_normal", "(N)", "Normal"},
                                  {"Percentile", "ci_percentile", "(P)", "Percentile"},
                                  {"bc", "ci_bc", "(BC)", "Bias-corrected"},
                                  {"bca", "ci_bca", "(BCa)", "Bias-corrected and accelerated"}};

std::vector<const Interval*> chosen(EstatCall& call) {
  std::vector<const Interval*> out;
  const bool all = call.line.find("all") != nullptr;
  for (const Interval& i : intervals) {
    const bool there = call.e.find_matrix(i.matrix) != nullptr, asked = call.line.find(i.option) != nullptr;
    if (asked && !there)
      throw Error(198, "BCa intervals need the acceleration", std::nullopt, {"bootstrap …, bca: command computes it"});
    if (asked || (all && there)) out.push_back(&i);
  }
  call.line.check_all_known();
  if (out.empty()) out.push_back(&intervals[2]);
  return out;
}

std::string bootstrap_number(double x, int width) {
  return text::pad_left(text::trimmed(text::format_number(x, "%9.0g")), static_cast<std::size_t>(width));
}

}  // namespace

command::Output estat_bootstrap(EstatCall& call) {
  const command::Results& e = call.e;
  if (e.macro_or("prefix") != "bootstrap")
    throw Error(321, "estat bootstrap is not valid after " + e.macro_or("cmd"), std::nullopt,
                {"bootstrap …: command comes first"});
  const std::vector<const Interval*> show = chosen(call);
  const eval::Matrix &b = *e.find_matrix("b"), &bias = *e.find_matrix("bias"), &se = *e.find_matrix("se");
  command::Output out;
  report::Header h;
  h.left = {"Bootstrap results"};
  if (e.find_scalar("N")) h.right.emplace_back("Number of obs", count_text(e.scalar_or("N")));
  h.right.emplace_back("Replications", count_text(e.scalar_or("N_reps")));
  out.document.blank();
  out.document.add(std::move(h));
  out.document.blank();
  const std::string rule(78, '-');
  out.line(rule);
  out.line("             |    Observed               Bootstrap");
  out.line(fmt::format("             | coefficient       Bias    std. err. [{}% conf. interval]",
                       text::trimmed(text::format_number(e.scalar_or("level", 95), "%9.0g"))));
  out.line("-------------+" + std::string(64, '-'));
  for (std::size_t j = 0; j < b.columns; ++j) {
    const std::string& full = b.column_names[j];
    std::string name = full.substr(full.find(':') == std::string::npos ? 0 : full.find(':') + 1);
    if (text::display_width(name) > 12) name = text::truncate(name, 10) + "~";
    std::string head = text::pad_left(name, 12) + " |" + bootstrap_number(b(0, j), 12) +
                       bootstrap_number(bias(0, j), 11) + bootstrap_number(se(0, j), 13);
    for (const Interval* i : show) {
      const eval::Matrix& ci = *e.find_matrix(i->matrix);
      out.line(head + bootstrap_number(ci(0, j), 11) + bootstrap_number(ci(1, j), 11) + " " + i->mark);
      head = std::string(13, ' ') + "|" + std::string(36, ' ');
    }
  }
  out.line(rule);
  for (const Interval* i : show)
    out.line(fmt::format("{} {:>5}: {}", i == show.front() ? "Key:" : "    ",
                         std::string(i->mark).substr(1, std::string(i->mark).size() - 2), i->name));
  return out;
}

}  // namespace nqp::kit
