// ivreg2 and the commands that estimate with it after taking effects out: ivreghdfe and xtivreg2.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/iv_vce.hpp"
#include "stdlib/numeric/iv/absorbed_iv.hpp"

namespace nqp::kit {

// The options that the three commands share, and those of each.
struct IvArgs : DisplayOptions {
  std::string body;
  command::Sample sample;
  command::Weight weight;
  command::Vce vce;
  bool gmm = false, liml = false, cue = false, small = false, no_constant = false, centred = false;
  double fuller = -1, k_class = -1, driscoll_kraay = -1;
  std::string bandwidth, kernel, title;
  bool first = false, first_summary = false, reduced_form = false, no_identification = false, no_check = false;
  bool ignored = false;
  bool save_first = false, save_reduced = false;    // as stored estimates, under these prefixes
  std::string first_prefix, reduced_prefix, ignored_text;
  bool tsls_bread = false, partial_not_small = false;
  int dof_minus = 0, dof_small = 0;
  std::string at;                                   // b0(): a matrix of coefficients
  std::string endog, orthog, redundant, partial;
  std::string absorb, residuals;                    // ivreghdfe
  bool keep_residuals = false, keep_singletons = false;
  bool fixed_effects = false, first_differences = false;  // xtivreg2
  std::string panel;
};

command::Definition<IvArgs>& ivreg2_options(command::Definition<IvArgs>& d);
command::Definition<IvArgs>& ivreg2_results(command::Definition<IvArgs>& d);

// What was taken out of the columns before, and how it counts.
struct TakenOut {
  double dof_minus = 0, dof_small = 0;
  bool constant_gone = false;
  bool always_small = false;
  std::string title;            // "IV (2SLS) estimation" is put in front of it
  std::vector<double> noise;    // per column of endogenous, exogenous, instruments
  const numeric::AbsorbedIv* summed = nullptr;  // the columns are coordinates of this
};

// Estimates, tests and files everything; `columns` are transformed already but not yet checked for collinearity.
command::Output estimate_ivreg2(const std::string& cmd, const IvArgs& a, const InstrumentedEquation& equation,
                                InstrumentedColumns columns, const EstimationSample& sample, const TakenOut& taken,
                                command::Named<double> scalars, command::Named<std::string> macros,
                                const command::Context& c);

// Rows usable by all parts of the equation, clusters and `groups`.
EstimationSample iv_sample(const IvArgs& a, const InstrumentedEquation& q, const command::Variables& groups,
                           const command::Context& c);

// The equation within absorbed intercepts, summed up without copies of the data.
struct StreamedIv {
  EstimationSample sample;      // `use` only
  InstrumentedColumns columns;  // coordinates, all of them kept
  numeric::AbsorbedIv fit;
};

struct StreamedIvRequest {
  const InstrumentedEquation& equation;
  const AbsorbRequest& absorb;
  const command::Sample& sample;
  const command::Weight& weight;
  const command::Vce& vce;
  bool constant = false;        // means are added back to the columns, and there is a constant
  bool keep_singletons = false;
};

// None when the data are not fit for it (streamed_columns, numeric::absorbed_iv).
std::optional<StreamedIv> streamed_iv(const StreamedIvRequest& request, const command::Context& c);

// Whether the options ask for nothing that needs every row, as continuously updated GMM, kernels, partial() and endog()
// do.
bool needs_no_rows(const IvArgs& a);

// Takes the effects out of y and every column of the three designs. Returns the noise left in the columns of
// endogenous, exogenous and instruments. Error 430 when the projection does not converge.
std::vector<double> absorb_effects(const std::vector<numeric::Effect>& effects, InstrumentedColumns& k,
                                   const EstimationSample& s, const command::Context& c);

}  // namespace nqp::kit
