#include "stdlib/kit/vce.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "interpreter/text/joined.hpp"

namespace nqp::kit {

using numeric::VceKind;

numeric::VceSpec VceChoice::spec() const {
  numeric::VceSpec out;
  if (kind == "robust") out.kind = VceKind::robust;
  if (kind == "hc2") out.kind = VceKind::hc2;
  if (kind == "hc3") out.kind = VceKind::hc3;
  if (kind == "cluster") out.kind = VceKind::cluster;
  for (const GroupCodes& g : groups) out.clusters.push_back(g.codes);
  return out;
}

VceChoice choose_vce(const command::Vce& vce, const std::string& classical, const EstimationSample& s,
                     const command::Context& c) {
  VceChoice out;
  out.kind = vce.kind.empty() ? classical : vce.kind;
  const bool is_classical = out.kind == classical;
  if (s.weight_kind == command::WeightKind::pweight && is_classical) {
    if (!vce.kind.empty())
      throw Error(198, "vce(" + vce.kind + ") may not be combined with pweights", std::nullopt,
                  {"sampling weights need robust standard errors"});
    out.kind = "robust";
  }
  if (out.kind == "robust" || out.kind == "cluster") out.type = "Robust";
  if (out.kind == "hc2") out.type = "Robust HC2";
  if (out.kind == "hc3") out.type = "Robust HC3";
  if (out.kind != "cluster") return out;
  for (const std::string& v : vce.variables) {
    out.groups.push_back(group_codes(v, s, c));
    out.variables.push_back(v);
    if (out.groups.back().count < 2)
      throw Error(2001, "insufficient observations: " + v + " has only one cluster", std::nullopt,
                  {"clustered standard errors need at least two clusters"});
  }
  return out;
}

void post_vce(const VceChoice& v, const std::vector<double>& N_clust, command::Results& e) {
  e.macro("vce", v.kind);
  if (!v.type.empty()) e.macro("vcetype", v.type);
  if (v.kind != "cluster" || v.variables.empty()) return;
  e.macro("clustvar", text::joined(v.variables));
  std::vector<double> counts = N_clust;
  if (counts.empty())
    for (const GroupCodes& g : v.groups) counts.push_back(static_cast<double>(g.count));
  e.scalar("N_clust", *std::min_element(counts.begin(), counts.end()));
  const std::string cmd = e.macro_or("cmd");
  if (counts.size() < 2 && cmd != "reghdfe" && cmd != "ppmlhdfe") return;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    e.scalar("N_clust" + std::to_string(i + 1), counts[i]);
    if (i < v.variables.size()) e.macro("clustvar" + std::to_string(i + 1), v.variables[i]);
  }
}

}  // namespace nqp::kit
