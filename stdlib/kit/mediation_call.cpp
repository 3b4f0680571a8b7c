#include "stdlib/kit/mediation_call.hpp"

#include "grammar/ast/error.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/estimation_call.hpp"

namespace nqp::kit {

using runtime::Session;

namespace {

std::string equation_text(const MediationCall& a, const std::string& y, const std::string& regressors,
                          const std::string& touse) {
  return EstimationCall{a.cmd, a.absorb, a.cmd_options, a.vce}.text(y, regressors + " " + a.controls, touse);
}

double regression_scalar(Session& s, const char* name) { return s.estimates()->results.scalar_or(name); }

MediationPath mediation_path(const std::string& name, Session& s) {
  MediationPath p{s.number("_b[" + name + "]"), s.number("_se[" + name + "]"), regression_scalar(s, "df_r")};
  if (!(p.se > 0) || data::is_missing(p.se))
    throw Error(459, name + " is omitted: fixed effects or other regressors explain it", std::nullopt,
                {"without variation of its own it has no effect to mediate"});
  return p;
}

void require_varying_mediator(const std::string& mediator, Session& s) {
  const double within = regression_scalar(s, "tss_within"), total = regression_scalar(s, "tss");
  if (!data::is_missing(within) && within <= 1e-12 * total)
    throw Error(459, "mediator " + mediator + " has no variation after absorbing fixed effects");
}

}  // namespace

MediationModel estimate_mediation(const MediationCall& a, const std::string& touse, bool check, Session& s) {
  MediationModel m;
  m.y = a.outcome[0], m.x = a.x;
  m.direct_estimated = a.direct();
  const auto fit = [&](const std::string& y, const std::string& x) {
    s.quietly([&] { s.run_command(equation_text(a, y, x, touse)); });
  };
  fit(m.y, a.x);
  m.c = mediation_path(a.x, s);
  m.n[0] = regression_scalar(s, "N"), m.r2[0] = regression_scalar(s, "r2");
  std::string names;
  for (const std::string& v : a.mediators) {
    Mediator k;
    k.name = v;
    fit(v, a.x);
    if (check) require_varying_mediator(v, s);
    k.a = mediation_path(a.x, s);
    k.n = regression_scalar(s, "N"), k.r2 = regression_scalar(s, "r2");
    names += " " + v;
    m.mediators.push_back(std::move(k));
  }
  fit(m.y, (m.direct_estimated ? a.x : "") + names);
  if (m.direct_estimated) m.direct = mediation_path(a.x, s);
  m.n[1] = regression_scalar(s, "N"), m.r2[1] = regression_scalar(s, "r2");
  for (Mediator& k : m.mediators) {
    k.b = mediation_path(k.name, s);
    k.test = numeric::product_test(k.a.b, k.a.se, k.b.b, k.b.se);
    k.low = k.high = data::missing;
  }
  return m;
}

std::vector<std::string> effect_names(const MediationCall& a) {
  std::vector<std::string> out;
  for (const std::string& v : a.mediators) out.push_back("ind_" + v);
  out.insert(out.end(), {"ind", "dir", "tot", "prop"});
  for (std::size_t i = 0; i < a.mediators.size(); ++i)
    for (std::size_t j = i + 1; j < a.mediators.size(); ++j) out.push_back(a.mediators[i] + "-" + a.mediators[j]);
  return out;
}

std::vector<double> effect_values(const MediationModel& m) {
  std::vector<double> out;
  for (const Mediator& k : m.mediators) out.push_back(k.test.product);
  const double total = m.c.b;
  out.insert(out.end(),
             {m.indirect(), m.direct_estimated ? m.direct.b : data::missing, total, stored(m.indirect() / total)});
  for (std::size_t i = 0; i < m.mediators.size(); ++i)
    for (std::size_t j = i + 1; j < m.mediators.size(); ++j) out.push_back(out[i] - out[j]);
  return out;
}

}  // namespace nqp::kit
