#include "stdlib/kit/estat.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "interpreter/text/suggest.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

namespace {

const std::vector<EstatSubcommand>& subcommands() {
  static const std::vector<EstatSubcommand> all = {
      {"ic", {}, estat_ic},
      {"BOOTstrap", {}, estat_bootstrap},
      {"SUmmarize", {}, estat_summarize},
      {"vce", {}, estat_vce},
      {"vif", {"regress"}, estat_vif},
      {"HETtest", {"regress"}, estat_hettest},
      {"OVtest", {"regress"}, estat_ovtest},
      {"IMtest", {"regress"}, estat_imtest},
      {"DWatson", {"regress"}, estat_dwatson},
      {"BGodfrey", {"regress"}, estat_bgodfrey},
      {"SIMple", {"csdid", "did", "jwdid", "xthdidregress", "hdidregress"}, estat_simple},
      {"GRoup", {"csdid", "did", "jwdid", "xthdidregress", "hdidregress"}, estat_group},
      {"CALendar", {"csdid", "did", "jwdid", "xthdidregress", "hdidregress"}, estat_calendar},
      {"EVent", {"csdid", "did", "jwdid", "xthdidregress", "hdidregress"}, estat_event},
      {"ATTgt", {"csdid", "did", "jwdid", "xthdidregress", "hdidregress"}, estat_attgt},
      {"PRETrend", {"csdid", "did", "jwdid", "xthdidregress", "hdidregress"}, estat_pretrend},
      {"all", {"csdid", "did", "jwdid", "xthdidregress", "hdidregress"}, estat_all},
      {"AGGRegation", {"xthdidregress", "hdidregress", "csdid"}, estat_aggregation},
      {"ATETplot", {"xthdidregress", "hdidregress", "csdid", "jwdid"}, estat_atetplot},
      {"sci", {"xthdidregress", "hdidregress", "csdid", "did"}, estat_sci},
      {"PTRENDs", {"xthdidregress", "hdidregress"}, estat_pretrend},
      {"plot", {"csdid", "jwdid", "xthdidregress", "hdidregress"}, estat_plot},
      {"leads", {"regress", "xtreg", "reghdfe"}, estat_leads},
      {"lags", {"regress", "xtreg", "reghdfe"}, estat_lags},
      {"eventdd", {"regress", "xtreg", "reghdfe"}, estat_eventdd},
      {"BDECOMP", {"xtdidregress"}, estat_bdecomp},
      {"TEFfects", {"sem"}, estat_teffects},
      {"PTRENDs", {"didregress", "xtdidregress"}, estat_ptrends},
      {"GRANGer", {"didregress", "xtdidregress"}, estat_granger},
      {"TRENDPlots", {"didregress", "xtdidregress"}, estat_trendplots},
      {"CLASsification", {"logit", "logistic", "probit", "cloglog"}, estat_classification},
      {"gof", {"logit", "logistic", "probit", "cloglog"}, estat_gof},
      {"gof", {"poisson"}, estat_count_gof},
      {"FIRSTstage", {"ivregress"}, estat_firststage},
      {"OVERid", {"ivregress"}, estat_overid},
      {"ENDOGenous", {"ivregress"}, estat_endogenous},
      {"ABond", {"xtabond", "xtdpdsys"}, estat_abond},
      {"SARgan", {"xtabond", "xtdpdsys"}, estat_sargan},
      {"kmo", {"pca", "factor"}, estat_kmo},
      {"LOADings", {"pca", "factor"}, estat_loadings},
      {"smc", {"pca", "factor"}, estat_smc},
      {"anti", {"pca", "factor"}, estat_anti_image},
      {"RESiduals", {"pca", "factor"}, estat_residual_correlations},
  };
  return all;
}

}  // namespace

const EstatSubcommand& estat_subcommand(const std::string& word, const command::Results& e) {
  const std::string cmd = e.macro_or("cmd");
  bool elsewhere = false;
  std::vector<std::string> names;
  for (const EstatSubcommand& s : subcommands()) {
    names.push_back(lower(s.name));
    if (!abbreviates(word, s.name)) continue;
    if (s.commands.empty() || std::find(s.commands.begin(), s.commands.end(), cmd) != s.commands.end()) return s;
    elsewhere = true;
  }
  if (elsewhere) throw Error(321, "estat " + word + " is not valid after " + cmd);
  std::vector<std::string> notes;
  if (std::string hint = text::did_you_mean(word, names); !hint.empty()) notes.push_back(std::move(hint));
  throw Error(198, word.empty() ? "estat needs a subcommand" : "estat " + word + " not allowed", std::nullopt,
              std::move(notes));
}

}  // namespace nqp::kit
