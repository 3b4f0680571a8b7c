// What xi makes of i.x, i.a*i.b, i.a*x and i.a|x: indicator variables and the list that stands for them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

struct XiOptions {
  std::string prefix = "_I";
  bool keep_all = false;        // noomit
};

// Replaces the terms of one command by names of new variables, which it adds to a copy of the data. Variables that an
// earlier xi made are dropped first.
class XiTerms {
 public:
  XiTerms(const command::Context& c, XiOptions options);

  // Text with every term outside quotes replaced. Errors 111 unknown variable, 198 a name that is not possible.
  std::string expand(std::string_view text);

  data::Frame frame() &&;
  const std::vector<std::string>& report() const { return report_; }

 private:
  struct Indicators {
    std::string variable;
    std::vector<double> values;               // what each stands for; row numbers of texts for strings
    std::vector<std::string> labels, suffixes;
    std::vector<std::vector<double>> columns; // 0, 1 or `.`, by row
    std::size_t omitted = 0;                  // values.size(): none
  };

  std::string term(std::string_view text);
  Indicators indicators(const std::string& variable);
  std::vector<std::string> main_effects(const Indicators& x);
  std::vector<std::string> products(const Indicators& a, const Indicators& b);
  std::vector<std::string> slopes(const Indicators& a, const std::string& variable);
  std::string pair_stub(const std::string& a, const std::string& b);
  void add(const std::string& name, const std::vector<double>& values, data::Storage storage, const std::string& label);
  std::size_t omitted_level(const data::Variable& v, const Indicators& x) const;

  const command::Context& context_;
  XiOptions options_;
  data::Frame frame_;
  std::vector<std::string> made_, report_;
};

}  // namespace nqp::kit
