#include "stdlib/kit/estimation_call.hpp"

#include <memory>
#include <string_view>

#include "stdlib/kit/words.hpp"

namespace nqp::kit {

std::string EstimationCall::text(const std::string& y, const std::string& regressors, const std::string& touse) const {
  const std::string name = !cmd.empty() ? cmd : absorb.empty() ? "regress" : "reghdfe";
  std::string out = name + " " + y + " " + regressors;
  if (!touse.empty()) out += " if " + touse;
  out += ",";
  if (!vce.kind.empty()) {
    out += " vce(" + vce.kind;
    for (const std::string& v : vce.variables) out += " " + v;
    out += ")";
  }
  if (!absorb.empty() && name != "xtreg") out += " absorb(" + absorb + ")";
  if (name == "xtreg") out += " fe";
  return out + " " + options;
}

data::FramePtr with_mark(const data::Frame& f, const std::string& name, const std::vector<std::uint8_t>& use) {
  auto out = std::make_shared<data::Frame>(f);
  data::Variable v;
  v.name = name;
  const std::vector<double> flags(use.begin(), use.end());
  v.column = data::make_numeric(data::Storage::byte_, flags);
  v.format = "%8.0g";
  out->add(std::move(v));
  return out;
}

std::vector<std::string> absorbed_variables(const std::string& absorb) {
  std::vector<std::string> out;
  std::string_view rest = absorb;
  while (!trim(rest).empty()) {
    const std::string word = take_word(rest);
    if (word.find_first_of("=#(),") == std::string::npos) out.push_back(word);
  }
  return out;
}

}  // namespace nqp::kit
