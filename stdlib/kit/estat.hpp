// Subcommands of estat. An estimator's chapter adds its own to the table in estat.cpp.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/options_of.hpp"

namespace nqp::kit {

// What stands behind the subcommand's word. `run` reads its options through find() and returns r() and a report.
struct EstatCall {
  BodyAndOptions line;
  const command::Results& e;
  const command::Context& context;
};

struct EstatSubcommand {
  std::string name;                      // capitals: least abbreviation
  std::vector<std::string> commands;     // e(cmd) it follows; empty: any
  command::Output (*run)(EstatCall&);
};

// The subcommand for a word after the last estimates. Errors: 198 unknown, 321 not available after this estimator.
const EstatSubcommand& estat_subcommand(const std::string& word, const command::Results& e);

command::Output estat_ic(EstatCall& call);
command::Output estat_bootstrap(EstatCall& call);
command::Output estat_summarize(EstatCall& call);
command::Output estat_vce(EstatCall& call);
command::Output estat_vif(EstatCall& call);
command::Output estat_hettest(EstatCall& call);
command::Output estat_ovtest(EstatCall& call);
command::Output estat_imtest(EstatCall& call);
command::Output estat_dwatson(EstatCall& call);
command::Output estat_bgodfrey(EstatCall& call);

command::Output estat_simple(EstatCall& call);
command::Output estat_group(EstatCall& call);
command::Output estat_calendar(EstatCall& call);
command::Output estat_event(EstatCall& call);
command::Output estat_attgt(EstatCall& call);
command::Output estat_pretrend(EstatCall& call);
command::Output estat_all(EstatCall& call);
command::Output estat_aggregation(EstatCall& call);
command::Output estat_atetplot(EstatCall& call);
command::Output estat_sci(EstatCall& call);
command::Output estat_leads(EstatCall& call);
command::Output estat_lags(EstatCall& call);
command::Output estat_eventdd(EstatCall& call);
command::Output estat_bdecomp(EstatCall& call);
command::Output estat_teffects(EstatCall& call);
command::Output estat_plot(EstatCall& call);
command::Output estat_ptrends(EstatCall& call);
command::Output estat_granger(EstatCall& call);
command::Output estat_trendplots(EstatCall& call);

command::Output estat_classification(EstatCall& call);
command::Output estat_gof(EstatCall& call);
command::Output estat_count_gof(EstatCall& call);

command::Output estat_firststage(EstatCall& call);
command::Output estat_overid(EstatCall& call);
command::Output estat_endogenous(EstatCall& call);

command::Output estat_abond(EstatCall& call);
command::Output estat_sargan(EstatCall& call);

command::Output estat_kmo(EstatCall& call);
command::Output estat_loadings(EstatCall& call);
command::Output estat_smc(EstatCall& call);
command::Output estat_anti_image(EstatCall& call);
command::Output estat_residual_correlations(EstatCall& call);

}  // namespace nqp::kit
