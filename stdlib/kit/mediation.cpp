#include "stdlib/kit/mediation.hpp"

#include <cmath>

#include <fmt/format.h>

#include "interpreter/dataset/missing.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {
namespace {

using report::Cell, report::text_cell;

std::string starred(const MediationPath& p, const std::vector<double>& levels) {
  std::string marks;
  for (const double level : levels)
    if (p.p() < level) marks += '*';
  return fmt::format("{:.4f}{:<3}", p.b, marks);
}

Cell right(std::string s) { return text_cell(std::move(s), report::Align::right); }

}  // namespace

double MediationPath::p() const {
  const double t = std::fabs(b / se);
  return 2 * (data::is_missing(df) ? numeric::dist::normal(-t) : numeric::dist::ttail(df, t));
}

double MediationModel::indirect() const {
  double sum = 0;
  for (const Mediator& m : mediators) sum += m.test.product;
  return sum;
}

bool paths_significant(const Mediator& m, double alpha) { return m.a.p() < alpha && m.b.p() < alpha; }

std::string mediation_decision(const MediationModel& model, const Mediator& m, const DecisionRule& rule) {
  const bool total = model.c.p() < rule.alpha, both = paths_significant(m, rule.alpha);
  const double ab = m.test.product, z = std::fabs(ab / m.test.se_sobel);
  const double critical = rule.sobel_critical > 0 ? rule.sobel_critical : -numeric::dist::invnormal(rule.alpha / 2);
  if (!model.direct_estimated)
    return both ? "both paths significant (c' not estimated)" : "at least one path not significant (c' not estimated)";
  const bool direct = model.direct.p() < rule.alpha;
  if (rule.procedure == MediationProcedure::wen2004) {
    if (!total) return "no mediation (stop): the total effect is not significant";
    if (both) return direct ? "partial mediation" : "full mediation";
    return z > critical ? "mediation significant (Sobel)" : "mediation not significant (Sobel)";
  }
  const std::string frame = total ? "" : "total effect not significant, read as suppression: ";
  if (!both) {
    const bool outside = rule.interval_from_bootstrap ? m.low > 0 || m.high < 0 : z > critical;
    const std::string by = rule.interval_from_bootstrap ? " (bootstrap)" : " (Sobel)";
    if (!outside) return frame + "indirect effect not significant" + by;
  }
  if (!direct) return frame + "full mediation: only the indirect effect";
  if (ab * model.direct.b > 0) return frame + fmt::format("partial mediation: ab/c = {:.4f}", ab / model.c.b);
  return frame + fmt::format("suppression: |ab/c'| = {:.4f}", std::fabs(ab / model.direct.b));
}

report::Table mediation_table(const MediationModel& model, const std::vector<double>& stars) {
  const std::size_t k = model.mediators.size(), columns = k + 2;
  report::Table t;
  t.columns.push_back({12, 0, false});
  for (std::size_t j = 0; j < columns; ++j) t.columns.push_back({13, 2, false});
  std::vector<Cell> numbers{text_cell("")}, names{text_cell("")};
  for (std::size_t j = 0; j < columns; ++j) {
    numbers.push_back(right(fmt::format("({})", j + 1)));
    const bool outcome = j == 0 || j + 1 == columns;
    names.push_back(right(text::abbreviate(outcome ? model.y : model.mediators[j - 1].name, 12)));
  }
  t.rule();
  t.row(std::move(numbers));
  t.row(std::move(names));
  t.rule();
  const auto pair = [&](const std::string& name, const std::vector<const MediationPath*>& paths) {
    std::vector<Cell> b{text_cell(text::abbreviate(name, 12))}, se{text_cell("")};
    for (const MediationPath* p : paths) {
      b.push_back(right(p ? starred(*p, stars) : ""));
      se.push_back(right(p ? fmt::format("({:.4f})  ", p->se) : ""));
    }
    t.row(std::move(b));
    t.row(std::move(se));
  };
  std::vector<const MediationPath*> x{&model.c};
  for (const Mediator& m : model.mediators) x.push_back(&m.a);
  x.push_back(model.direct_estimated ? &model.direct : nullptr);
  pair(model.x, x);
  for (const Mediator& m : model.mediators) {
    std::vector<const MediationPath*> row(columns, nullptr);
    row.back() = &m.b;
    pair(m.name, row);
  }
  const auto fill = [&](const char* name, const std::string& text) {
    std::vector<Cell> row{text_cell(name)};
    for (std::size_t j = 0; j < columns; ++j) row.push_back(right(text + "   "));
    t.row(std::move(row));
  };
  fill("Controls", model.controls ? "YES" : "NO");
  for (const std::string& e : model.effects) fill((text::abbreviate(e, 9) + " FE").c_str(), "YES");
  t.rule();
  std::vector<Cell> n{text_cell("N")}, r2{text_cell("R2")};
  for (std::size_t j = 0; j < columns; ++j) {
    const bool first = j == 0, last = j + 1 == columns;
    n.push_back(right(fmt::format("{:.0f}   ", first ? model.n[0] : last ? model.n[1] : model.mediators[j - 1].n)));
    const double share = first ? model.r2[0] : last ? model.r2[1] : model.mediators[j - 1].r2;
    r2.push_back(right(data::is_missing(share) ? "" : fmt::format("{:.4f}   ", share)));
  }
  t.row(std::move(n));
  t.row(std::move(r2));
  t.rule();
  return t;
}

}  // namespace nqp::kit
