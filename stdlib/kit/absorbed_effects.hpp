// absorb(): fixed effects as users write them, for every command that absorbs.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/group_codes.hpp"
#include "stdlib/numeric/absorb/effects.hpp"

namespace nqp::kit {

// One term: i.a, a#b, a##c.x (levels and slopes), a#c.x (slopes only), name=a (saved under that name).
struct AbsorbTerm {
  std::string groups;                  // "a" or "a#b"
  std::vector<ast::Factor> slopes;     // continuous factors
  bool intercept = true;
  std::string save_as;                 // empty: not named
};

struct AbsorbRequest {
  std::vector<AbsorbTerm> terms;
  bool save_all = false;               // suboption savefe

  std::string text() const;            // e(absvars)
  bool saves() const;
};

// Errors: 111 unknown variables, 198 a term without a categorical variable or an unknown suboption.
AbsorbRequest parse_absorb(const std::string& text, const command::Context& c);

// Adds what the terms need to what a row must not miss.
void require(const AbsorbRequest& request, Needed& needed);

// Codes and slopes on a sample; views stay valid as long as this lives and is not moved from.
class AbsorbedEffects {
 public:
  AbsorbedEffects(const AbsorbRequest& request, const EstimationSample& s, const command::Context& c);

  std::vector<numeric::Effect> effects() const;
  const std::vector<GroupCodes>& groups() const { return groups_; }
  // Leaves out the rows that left the sample: keep has one entry per row. Of the groups only the codes stay valid.
  void restrict(const std::vector<std::uint8_t>& keep);

 private:
  const AbsorbRequest& request_;
  std::vector<GroupCodes> groups_;
  std::vector<std::vector<std::vector<double>>> slopes_;
};

// One name for each intercept or slope set in the order of the numeric core: "a", "a#c.x".
std::vector<std::string> set_names(const AbsorbRequest& request);

// e(dof_table): levels, redundant ones and coefficients of every set.
void post_dof(const AbsorbRequest& request, const numeric::AbsorbedDof& dof, command::Results& e);

// Leaves rows out whose level of an intercept effect occurs once, repeatedly. Returns the number of rows that left.
std::size_t drop_singletons(const AbsorbRequest& request, EstimationSample& s, const command::Context& c);

}  // namespace nqp::kit
