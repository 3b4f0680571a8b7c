#include "stdlib/kit/matching.hpp"

namespace nqp::kit {

command::Definition<MatchArgs>& match_options(command::Definition<MatchArgs>& d) {
  return d.dependent(&MatchArgs::d)
      .terms(&MatchArgs::x, {0})
      .if_in(&MatchArgs::sample)
      .variables("OUTcome", &MatchArgs::outcomes, "outcomes to compare")
      .variable("Pscore", &MatchArgs::score, "the score is in this variable: no model is fitted")
      .flag("LOGIT", &MatchArgs::logit, "score from logit")
      .flag("PROBIT", &MatchArgs::probit, "score from probit (default)")
      .integer("Neighbor", &MatchArgs::neighbors, 1, 1000000, "nearest neighbors to match (1)")
      .flag("RADIUS", &MatchArgs::radius, "all controls within caliper()")
      .number("CALiper", &MatchArgs::caliper, 0, 1e300, "largest distance; neighbors must be strictly nearer")
      .flag("KERNEL", &MatchArgs::kernel, "all controls, weighted by a kernel")
      .choice("Kerneltype", &MatchArgs::kernel_type, {"epan", "normal", "biweight", "uniform", "tricube"},
              "kernel: epan (default), normal, biweight, uniform, tricube")
      .number("BWidth", &MatchArgs::bandwidth, 1e-300, 1e300, "bandwidth of the kernel (0.06)")
      .flag("LLR", &MatchArgs::local_linear, "local linear regression with kernel weights")
      .term_list("MAHALanobis", &MatchArgs::mahalanobis, "match on the Mahalanobis distance of these variables")
      .flag("noREPLacement", &MatchArgs::no_replacement, "each control once; one neighbor only")
      .flag("DESCending", &MatchArgs::descending, "without replacement: highest scores choose first")
      .flag("COMmon", &MatchArgs::common, "leave out treated whose score no control reaches or surpasses")
      .number("TRIM", &MatchArgs::trim, 0, 100,
              "leave out the percentage of treated where scores of controls are rarest")
      .flag("TIES", &MatchArgs::ties, "all controls tied with the last neighbor")
      .flag("ATE", &MatchArgs::ate, "effects on the untreated and on all, too")
      .flag("ODDS", &MatchArgs::odds, "match on the log odds of the score")
      .flag("INDEX", &MatchArgs::index, "match on the index of the score model")
      .integer("AI", &MatchArgs::ai, 0, 1000, "standard errors of Abadie and Imbens (2006) with so many neighbors")
      .flag("POPulation", &MatchArgs::population, "with ai(): variance for the population")
      .flag("ALTVariance", &MatchArgs::alternative_variance,
            "with ai(): the variance of a row and its neighbors together (Abadie and others 2004)")
      .text("vce", &MatchArgs::vce,
            "ai2016: errors that know that the score is estimated (Abadie and Imbens 2016); bootstrap, reps(#) seed(#)")
      .text("SEed", &MatchArgs::seed, "accepted: nothing is random")
      .variable("WITHin", &MatchArgs::within, "fit and match separately within the values of this variable")
      .flag("QUIetly", &MatchArgs::quiet, "leave out the score model")
      .flag("noWARNings", &MatchArgs::no_warnings, "leave out the note on standard errors");
}

command::Definition<MatchArgs>& match_results(command::Definition<MatchArgs>& d) {
  return d.stores({{"r(att)", "effect on the treated, of the (last) outcome; r(att_y) for each outcome y"},
                   {"r(seatt)", "its standard error"},
                   {"r(seate)", "with ate and vce(ai2016): that of the effect on all"},
                   {"r(atu)", "effect on the untreated, with ate"},
                   {"r(ate)", "effect on all, with ate"},
                   {"r(exog)", "covariates; pstest without variables takes them"},
                   {"r(N1)", "treated on support"},
                   {"r(N0)", "controls on support"},
                   {"r(off)", "units off support"}})
      .changes(command::Effect::data | command::Effect::results | command::Effect::estimates)
      .reference("Leuven, E. and Sianesi, B. (2003). PSMATCH2, Statistical Software Components S432001.")
      .reference("Abadie, A. and Imbens, G. W. (2006). Econometrica 74, 235-267.")
      .reference("Abadie, A. and Imbens, G. W. (2016). Econometrica 84, 781-807.")
      .reference("Heckman, J. J., Ichimura, H. and Todd, P. E. (1998). Review of Economic Studies 65, 261-294.")
      .remark("Makes _pscore, _treated, _support, _weight, _id, _n1 …, _nn, _pdif and _y for every outcome y; those "
              "of an earlier call are replaced. The order of the data stays.")
      .remark("_weight is 1 for matched treated and the sum of their shares for controls.")
      .remark("Neighbors must be strictly nearer than caliper(); radius takes distances up to it. Of equally near "
              "controls the one with the lower score, then the earlier one, is taken.")
      .remark("llr is a direct local linear regression; psmatch2 smooths on a grid first.")
      .remark("Standard errors do not know that the score is estimated; those of vce(ai2016) do, for neighbors drawn "
              "with replacement, on the rows on support.");
}

}  // namespace nqp::kit
