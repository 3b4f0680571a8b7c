// How results of instrumental variables are shown.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/instruments.hpp"
#include "stdlib/kit/iv_vce.hpp"

namespace nqp::kit {

// Whether e() is of ivreg2 or a command that works like it (e(ivreg2) is stored).
bool is_ivreg2(const command::Results& e);

// Title, sums of squares, F and fit; then, below the coefficients, tests of identification and lists of variables.
report::Document ivreg2_header(const command::Results& e);
report::Document ivreg2_footer(const command::Results& e);

// "Endogenous: …" and "Exogenous: …" below ivregress and xtivreg.
report::Document instrument_lists(const command::Results& e);

// The regression of every endogenous variable on all instruments, under the variance of `vce` with small-sample
// factors: one set of e() each.
std::vector<command::Results> first_stage_regressions(const InstrumentedColumns& k, const numeric::IvSpec& spec,
                                                      const command::Context& c);

// The dependent variable on all instruments.
command::Results reduced_form_regression(const InstrumentedColumns& k, const std::string& depvar,
                                         const numeric::IvSpec& spec, const command::Context& c);

report::Document reduced_form_table(const command::Results& reduced, double level, const command::Context& c);

report::Document first_stage_tables(const std::vector<command::Results>& stages, double level,
                                    const command::Context& c);

// "Weak identification" critical values as rows "10% maximal IV size", "16.38".
std::vector<std::pair<std::string, double>> stock_yogo_rows(bool liml, std::size_t endogenous, std::size_t excluded);

// A long list of names broken at `width` columns behind a label of `label.size()`.
void wrapped_list(const std::string& label, const std::string& names, std::size_t indent, report::Document& d);

}  // namespace nqp::kit
