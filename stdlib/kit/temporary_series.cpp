#include "stdlib/kit/temporary_series.hpp"

#include <algorithm>

#include "interpreter/eval/evaluate.hpp"
#include "stdlib/kit/new_variable.hpp"

namespace nqp::kit {
namespace {

bool is_plain_name(const ast::Interaction& t) { return t.factors.size() == 1 && t.factors[0].operators.empty(); }

std::vector<double> temporary_values(const SeriesRequest& q, std::size_t k, const command::Context& c) {
  std::vector<double> out(c.frame.rows, data::missing);
  eval::compile_term(q.terms[k], c.scope)->numbers(c.scope.begin, c.scope.end - c.scope.begin, out.data() + c.scope.begin);
  if (q.zero[k])
    for (double& x : out)
      if (!data::is_missing(x)) x = 0;
  for (std::size_t i = 0; i < q.rows.size(); ++i)
    if (!q.rows[i]) out[i] = data::missing;
  return out;
}

}  // namespace

std::vector<std::string> make_series(const SeriesRequest& q, runtime::Session& s) {
  const data::FramePtr source = s.frame_pointer();
  const command::Context c = s.context();
  data::Frame f = *source;
  std::vector<std::string> out, temporary;
  for (std::size_t k = 0; k < q.terms.size(); ++k) {
    if (is_plain_name(q.terms[k])) {
      out.push_back(q.terms[k].factors[0].pattern);
      continue;
    }
    data::Variable v;
    v.name = q.stub.empty() ? s.temporary_name() : q.stub + std::to_string(k + 1);
    check_new_name(f, v.name);
    v.label = q.names[k];
    v.column = data::make_numeric(data::Storage::double_, temporary_values(q, k, c));
    v.format = data::default_format(v.column->type());
    if (q.stub.empty()) temporary.push_back(v.name);
    out.push_back(v.name);
    f.add(std::move(v));
  }
  s.set_frame(std::move(f));
  std::vector<std::string>& owned = s.level().temporary_variables;
  owned.insert(owned.end(), temporary.begin(), temporary.end());
  return out;
}

std::vector<std::string> base_variables(const std::vector<ast::Interaction>& terms) {
  std::vector<std::string> out;
  for (const ast::Interaction& t : terms)
    for (const ast::Factor& f : t.factors)
      if (std::find(out.begin(), out.end(), f.pattern) == out.end()) out.push_back(f.pattern);
  return out;
}

}  // namespace nqp::kit
