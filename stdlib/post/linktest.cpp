// linktest: the prediction and its square as the only regressors; the square should not matter.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/coefficient_rows.hpp"

namespace nqp::commands::linktest_ {
namespace {

using namespace command;

struct Args {
  Sample sample;
  std::vector<ast::Option> given;
};

std::string options_text(const std::vector<ast::Option>& options) {
  std::string out;
  for (const ast::Option& o : options) out += " " + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
  return out.empty() ? out : "," + out;
}

// Keeps the estimates and the data as they were, whatever happens in between.
class Guard {
 public:
  explicit Guard(runtime::Session& s) : session_(s), estimates_(s.estimates_slot()), frame_(s.frame_pointer()) {}
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  ~Guard() {
    session_.estimates_slot() = std::move(estimates_);
    session_.set_frame(std::move(frame_));
  }

 private:
  runtime::Session& session_;
  std::optional<Estimates> estimates_;
  data::FramePtr frame_;
};

void act(const Args& a, runtime::Session& s) {
  if (!s.estimates()) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  const Results e = s.estimates()->results;
  const std::string cmd = e.macro_or("cmd"), y = e.macro_or("depvar");
  if (y.empty() || !e.find_matrix("b"))
    throw Error(321, "linktest needs an estimation of one equation", std::nullopt,
                {"regress, logit, probit, poisson …"});
  const Context c = s.context();
  const std::vector<std::uint8_t> use = c.select(a.sample);
  const Guard guard(s);
  data::Frame f = s.frame();
  data::NumericWriter w(data::Storage::byte_, f.rows);
  for (std::size_t i = 0; i < f.rows; ++i) w.set(i, use[i]);
  const std::string touse = s.temporary_name();
  data::Variable v;
  v.name = touse;
  v.column = w.finish();
  f.add(std::move(v));
  s.set_frame(std::move(f));
  s.quietly([&] {
    s.run_command("capture drop _hat _hatsq");
    s.run_command("predict double _hat if e(sample) & " + touse + ", xb");
    s.run_command("generate double _hatsq = _hat^2");
  });
  const std::string weight = e.macro_or("wtype").empty() ? "" : " [" + e.macro_or("wtype") + e.macro_or("wexp") + "]";
  s.run_command(cmd + " " + y + " _hat _hatsq if " + touse + weight + options_text(a.given));
  const Results& refit = s.estimates()->results;
  const std::vector<kit::CoefficientRow> rows = kit::coefficient_rows(refit, c.settings.level);
  Results r;
  for (const kit::CoefficientRow& row : rows)
    if (row.name.name == "_hatsq") r.scalar("t", row.statistic);
  r.scalar("df", refit.scalar_or("df_r"));
  s.r() = std::move(r);
}

}  // namespace

extern const Command linktest_command =
    define<Args>("linktest", "Specification link test for models of one equation")
        .if_in(&Args::sample)
        .any_options(&Args::given)
        .stores({{"r(t)", "t or z statistic of _hatsq"}, {"r(df)", "residual degrees of freedom"}})
        .changes(Effect::results)
        .reference(
            "Pregibon, D. (1980). Goodness of link tests for generalized linear models. Applied Statistics 29, "
            "15-24.")
        .remark(
            "The dependent variable on the linear prediction and its square; a significant _hatsq speaks against the "
            "specification. Options are those of the estimation command. The estimates stay as they were.")
        .example("After a regression",
                 "sysuse auto\nregress price mpg weight\nlinktest\nscalar s_t = r(t)\npredict double xb, xb\n"
                 "generate double xb2 = xb^2\nquietly regress price xb xb2",
                 "abs(s_t - _b[xb2]/_se[xb2]) < 1e-6")
        .example("The estimates stay", "sysuse auto\nregress mpg weight foreign\nlinktest, vce(robust)",
                 "e(df_m) == 2 & r(df) == 71")
        .acts(act);

}  // namespace nqp::commands::linktest_
