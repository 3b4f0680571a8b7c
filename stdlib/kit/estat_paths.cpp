// estat teffects: direct, indirect and total effects of the last sem.
#include "grammar/ast/error.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/path_model.hpp"
#include "stdlib/kit/posting.hpp"

namespace nqp::kit {
namespace {

using command::Output;
using command::Results;

enum class PathKind { direct, indirect, total };

// One table: rows y:x in the order of the variables.
void effect_table(EstatCall& call, PathKind kind, const std::vector<PathEffect>& effects, Output& out, Results& r) {
  std::vector<double> b, se;
  std::vector<std::string> names;
  for (const PathEffect& k : effects) {
    const numeric::PathEffect& e = k.effect;
    if (kind == PathKind::direct ? !e.is_direct : kind == PathKind::indirect ? !e.is_indirect : false) continue;
    names.push_back(k.to + ":" + k.from);
    b.push_back(kind == PathKind::direct ? e.direct : kind == PathKind::indirect ? e.indirect : e.total);
    se.push_back(kind == PathKind::direct ? e.se_direct : kind == PathKind::indirect ? e.se_indirect : e.se_total);
  }
  const std::string word = kind == PathKind::direct ? "direct" : kind == PathKind::indirect ? "indirect" : "total";
  out.document.blank();
  out.line(std::string(kind == PathKind::direct ? "Direct" : kind == PathKind::indirect ? "Indirect" : "Total") +
           " effects");
  if (names.empty()) {
    out.line("  none");
    return;
  }
  numeric::Matrix V(b.size(), b.size());
  for (std::size_t i = 0; i < b.size(); ++i) V(i, i) = se[i] * se[i];
  Results e = call.e;
  e.matrix("b", named_row(b, "y1", names)).matrix("V", named_matrix(V, names, names));
  TableOptions t;
  t.level = call.context.settings.level;
  out.document.append(coefficient_table(e, call.context.frame, t, call.context.settings.linesize));
  r.matrix(word, *e.find_matrix("b")).matrix("se_" + word, named_row(se, "se", names));
}

}  // namespace

Output estat_teffects(EstatCall& call) {
  const bool no_direct = call.line.find("NODIRect") != nullptr, no_total = call.line.find("NOTOTal") != nullptr;
  const bool no_indirect = call.line.find("NOINDIRect") != nullptr;
  call.line.check_all_known();
  const std::vector<PathEffect> effects = path_effects(call.e);
  Output out;
  Results r;
  if (!no_direct) effect_table(call, PathKind::direct, effects, out, r);
  if (!no_indirect) effect_table(call, PathKind::indirect, effects, out, r);
  if (!no_total) effect_table(call, PathKind::total, effects, out, r);
  out.r = std::move(r);
  return out;
}

}  // namespace nqp::kit
