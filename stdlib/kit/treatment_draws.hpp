// Fake treatments: dates of adoption given to other units, other periods, or other rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "interpreter/dataset/frame.hpp"
#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::kit {

struct TreatmentDraws {
  enum class Kind { unit, time, mixed, row } kind = Kind::unit;
  int treated = 0;                   // number of fake treated units; 0: as many as there are
  double date = 0;                   // their date with `has_date`
  bool has_date = false;
  bool random_dates = false;         // each unit a date of its own
  std::string strata;                // unit: dates stay within groups of units
  std::vector<double> lags = {1};    // time: by how many periods the dates move back, one a draw
};

// Units with their rows and adoption dates; HUGE_VAL: never.
struct TreatmentPanel {
  std::size_t variable = 0;          // of the treatment
  std::vector<double> time, treat;   // per row
  std::vector<std::int64_t> unit;    // per row, -1 when missing or of a unit without rows in the sample
  std::vector<std::size_t> sampled;  // rows of the sample
  std::vector<double> adopted;       // per unit
  std::vector<double> stratum;       // per unit
  std::vector<double> times;         // distinct, ascending
  std::vector<double> given;         // dates that a draw gives away: those of treated units, or as many as asked for
  double delta = 1;
};

// `sample` marks the rows of the command that is repeated: units without any of them are not drawn. Errors: 198 dates
// to give are not known; 459 not xtset, a treatment that is not 0/1 or goes back to 0, strata that vary within units;
// 109 strings.
TreatmentPanel read_treatment_panel(const data::Frame& f, const std::string& treat, const TreatmentDraws& draws,
                                    const std::vector<std::uint8_t>& sample);

// Values of the treatment in draw r, one per row, `.` where the treatment or the panel is missing. `keep` is filled
// with 0 for treated rows that have to leave (Kind::time), else left empty.
std::vector<double> drawn_treatment(const TreatmentPanel& p, const TreatmentDraws& d, std::size_t r,
                                    numeric::rng::Generator& rng, std::vector<std::uint8_t>& keep);

struct DrawnUnit {
  std::size_t unit = 0;
  double date = 0;
};

// The treated units in a draw of Kind::unit or Kind::mixed: they make the treatment that drawn_treatment gives from the
// same state of the generator.
void drawn_units(const TreatmentPanel& p, const TreatmentDraws& d, numeric::rng::Generator& rng,
                 std::vector<DrawnUnit>& out);

// The frame with the treatment replaced, rows with keep 0 left out.
data::FramePtr with_treatment(const data::Frame& f, const TreatmentPanel& p, const std::vector<double>& values,
                              const std::vector<std::uint8_t>& keep);

}  // namespace nqp::kit
