#include "stdlib/kit/estout_forms.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/estout_options.hpp"
#include "stdlib/kit/results_listing.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

std::vector<RowTransform> read_transforms(const ast::Option& o, const command::Context& c) {
  const auto function = [scope = c.scope](const std::string& text) {
    return [scope, text](double x) {
      std::string written;
      for (const char ch : text) written += ch == '@' ? "(" + text::macro_number(x) + ")" : std::string(1, ch);
      return eval::evaluate_number(*grammar::parse_expression(written), scope);
    };
  };
  std::vector<RowTransform> out;
  std::vector<std::string> words = listed_texts(o.argument.substr(0, find_outside(o.argument, ',')));
  const auto holds_place = [](const std::string& w) { return w.find('@') != std::string::npos; };
  for (std::size_t i = 0; i < words.size();) {
    RowTransform t;
    while (i < words.size() && !holds_place(words[i])) t.patterns.push_back(words[i++]);
    if (i == words.size()) throw Error(198, "transform() takes functions of @, for example transform(exp(@) exp(@))");
    t.f = function(words[i++]);
    // What follows is the derivative, unless it is the name of a term.
    const bool last = i + 1 == words.size(), next = i + 1 < words.size() && !holds_place(words[i + 1]);
    if (i < words.size() && (holds_place(words[i]) || last || next)) {
      t.derivative = function(words[i++]);
    } else {
      t.derivative = [f = t.f](double b) {
        const double h = 1e-5 * (std::abs(b) + 1e-3);
        return (f(b + h) - f(b - h)) / (2 * h);
      };
    }
    out.push_back(std::move(t));
  }
  return out;
}

void matrix_table(const std::string& text, const ast::Option* title, BodyAndOptions& line, const TableFile& file,
                  bool titled, runtime::Session& s) {
  BodyAndOptions inner = kit::split_options(text);
  const ast::Option* format = inner.find("Fmt");
  const bool turned = inner.find("Transpose") != nullptr;
  inner.check_all_known();
  eval::Matrix m = matrix_value(inner.body, s);
  if (turned) {
    eval::Matrix other(m.columns, m.rows);
    for (std::size_t i = 0; i < m.rows; ++i)
      for (std::size_t j = 0; j < m.columns; ++j) other(j, i) = m(i, j);
    other.row_names = m.column_names;
    other.column_names = m.row_names;
    m = std::move(other);
  }
  const std::vector<std::string> formats =
      format ? grammar::split_words(format->argument) : std::vector<std::string>{"%9.0g"};
  report::PaperTable t;
  t.columns = m.columns;
  if (title) t.title = unquoted(title->argument);
  const auto row = [&](const std::string& first) {
    report::PaperRow r;
    r.cells.push_back({first});
    return r;
  };
  if (titled) {
    report::PaperRow r = row("");
    report::PaperCell c;
    c.text = std::string(trim(inner.body));
    c.span = static_cast<int>(m.columns);
    r.cells.push_back(std::move(c));
    t.head.push_back(std::move(r));
  }
  report::PaperRow head = row("");
  for (const std::string& name : m.column_names) head.cells.push_back({name});
  t.head.push_back(std::move(head));
  for (std::size_t i = 0; i < m.rows; ++i) {
    report::PaperRow r = row(m.row_names[i]);
    for (std::size_t j = 0; j < m.columns; ++j) {
      const std::string f = table_format(formats[std::min(j, formats.size() - 1)], "%9.0g");
      r.cells.push_back({data::is_missing(m(i, j)) ? "." : table_number(m(i, j), f)});
    }
    t.body.push_back(std::move(r));
  }
  t.star_width = 0;
  line.check_all_known();
  put_table(t, file, s);
  s.r() = command::Results{}
              .scalar("ncols", static_cast<double>(t.columns))
              .scalar("nrows", static_cast<double>(t.head.size() + t.body.size()));
}

}  // namespace nqp::kit
