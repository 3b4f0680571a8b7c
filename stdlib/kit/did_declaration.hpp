// What did and eventstudy declare alike: outcome, covariates, the panel, the treatment, errors, the figure.
#pragma once

#include <initializer_list>
#include <string_view>

#include "stdlib/kit/did_data.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/figure_wish.hpp"

namespace nqp::kit {

// The Args of such a command derive from it.
struct DidArgs : DisplayOptions, FigureWish {
  command::Terms y, x;
  command::Sample sample;
  command::Weight weight;
  command::Vce vce;
  std::string treat, gvar, id, time, absorb;
  bool force = false;

  // Unit, period and what absorb() adds, for models whose effects are a list; empty without absorb().
  std::string listed_effects(const data::Frame& f) const {
    if (absorb.empty()) return {};
    return (id.empty() && f.panel ? f.panel->panel : id) + " " + (time.empty() && f.panel ? f.panel->time : time) + " " +
           absorb;
  }

  DidRequest request() const {
    return {y, x, sample, weight, id, time, gvar, treat, vce.variables, {}, level, force};
  }
};

template <class Args>
command::Definition<Args>& did_declaration(command::Definition<Args>& d,
                                           std::initializer_list<std::string_view> kinds = {"unadjusted", "robust",
                                                                                            "cluster"}) {
  using command::WeightKind;
  return d.dependent(&Args::y)
      .terms(&Args::x, {0})
      .replays()
      .if_in(&Args::sample)
      .weights(&Args::weight, {WeightKind::aweight, WeightKind::pweight, WeightKind::fweight})
      .variable("TReat", &Args::treat, "0/1 treatment status")
      .variable("Gvar", &Args::gvar, "first treated period; 0 or missing: never")
      .variable("id", &Args::id, "unit; default from xtset")
      .variable("time", &Args::time, "period; default from xtset")
      .text("Absorb", &Args::absorb, "more fixed effects")
      .vce(&Args::vce, kinds)
      .number("Level", &Args::level, 10, 99.99, "confidence level in percent");
}

}  // namespace nqp::kit
