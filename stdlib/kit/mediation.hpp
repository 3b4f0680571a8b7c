// Mediation by regressions: the paths, what is concluded from them, and how they are shown.
#pragma once

#include <string>
#include <vector>

#include "interpreter/report/document.hpp"
#include "stdlib/numeric/mediation/product_test.hpp"

namespace nqp::kit {

// A coefficient of one of the regressions; `df` is `.` where it is judged by the normal distribution.
struct MediationPath {
  double b = 0, se = 0, df = 0;
  double p() const;
};

struct Mediator {
  std::string name;
  MediationPath a, b;
  numeric::ProductTest test;
  double n = 0, r2 = 0;            // of the regression of the mediator
  double low = 0, high = 0;        // interval of a b; `.` when there is none
};

struct MediationModel {
  std::string y, x;
  MediationPath c, direct;         // total effect; effect beside the mediators
  bool direct_estimated = true;
  std::vector<Mediator> mediators;
  double n[2] = {0, 0}, r2[2] = {0, 0};  // of the first and the last regression
  bool controls = false;
  std::vector<std::string> effects;      // absorbed
  double indirect() const;               // sum over the mediators
};

enum class MediationProcedure { wen2004, wen2014 };

struct DecisionRule {
  MediationProcedure procedure = MediationProcedure::wen2004;
  double alpha = 0.05;
  double sobel_critical = 0;        // 0: of the normal distribution at alpha
  bool interval_from_bootstrap = false;
};

// Both a and b significant; else an interval of a b decides.
bool paths_significant(const Mediator& m, double alpha);

// The conclusion for one mediator in words: Wen, Chang, Hau and Liu (2004), Wen and Ye (2014).
std::string mediation_decision(const MediationModel& model, const Mediator& m, const DecisionRule& rule);

// Columns c, a, b and c' in the layout of papers, with stars and standard errors.
report::Table mediation_table(const MediationModel& model, const std::vector<double>& stars);

}  // namespace nqp::kit
