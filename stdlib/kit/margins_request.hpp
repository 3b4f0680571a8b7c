// What margins is asked for: at which values, over which rows, for which levels, which effects.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "stdlib/kit/margins_model.hpp"

namespace nqp::kit {

struct MarginsOptions {
  std::vector<std::string> at;
  std::string effects, over, within, expression;   // dydx(), over(), within(), expression()
  std::vector<std::string> predict;                // every predict()
  std::string adjust;                              // mcompare(): "" or the method's name
  double df = 0;                                   // df(): of t instead of z
  std::string saving;
  MarginEffect effect = MarginEffect::dydx;
  std::string subpopulation;                       // subpop(): rows where it is not zero
  bool at_means = false, post = false, pairwise = false;
  bool grand = false;                              // the overall margin as well
  bool unconditional = false;                      // vce(unconditional): the rows are a sample themselves
  bool at_contrasts = false;                       // contrast(atcontrast(r)): scenarios against the first
  double level = 0;
};

// Errors: 198 options margins does not have.
MarginsOptions read_margins_options(const std::vector<ast::Option>& options, const command::Context& c);

// Values of inputs in one at().
struct Scenario {
  struct Statistic {
    std::string variable;              // "_all": every variable that nothing else fixes
    double percentile = -1;            // negative: the mean
  };
  std::vector<Setting> settings;
  std::vector<Statistic> statistics;
  std::vector<std::pair<std::string, std::vector<double>>> generated;  // a variable's values, one a row of the model
  std::string text;
};

struct MarginGroup {
  std::string name;                    // "1.g"; empty without over()
  std::vector<std::uint8_t> rows;      // one per row of the model's sample
};

struct MarginCell {
  std::string name;                    // "2.g#1.h"; empty: as observed
  std::vector<Setting> settings;
};

struct MarginsRequest {
  std::vector<Scenario> scenarios;     // at least one
  std::vector<MarginGroup> groups;     // at least one
  std::vector<MarginCell> cells;       // at least one
  std::vector<std::string> effects;    // variables of dydx(); empty: predictions
  bool discrete = false;               // some of them are factors
  bool nested = false;                 // within(): cells without rows in a group are left out
  bool unconditional = false;          // columns keep what each row adds
};

// Errors: 322 a variable or level that is not in the model, 198 syntax.
MarginsRequest margins_request(const std::string& body, const MarginsOptions& o, const MarginsModel& m,
                               const command::Context& c);

// Means or percentiles of the inputs over the rows, `.` where a scenario fixes none. Indicators have their shares.
std::vector<double> statistics_of(const MarginsModel& m, const Scenario& s, const std::vector<std::uint8_t>& rows);

}  // namespace nqp::kit
