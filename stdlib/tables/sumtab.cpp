// sumtab: descriptive statistics of variables as a table for a paper.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/estout_options.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::sumtab_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  std::string file, statistics = "N mean sd min max", format = "%9.3f", title, by;
  std::vector<ast::Option> options;
  bool label = false, replace = false, append = false;
};

std::string heading(const std::string& statistic) {
  static const std::vector<std::pair<std::string, std::string>> names = {
      {"mean", "Mean"},  {"sd", "Std. dev."}, {"min", "Min"},      {"max", "Max"},           {"median", "Median"},
      {"p50", "Median"}, {"sum", "Sum"},      {"var", "Variance"}, {"skewness", "Skewness"}, {"kurtosis", "Kurtosis"}};
  for (const auto& [name, text] : names)
    if (name == statistic) return text;
  return statistic;
}

double value(const std::string& name, const numeric::Summary& s, const std::vector<double>& x) {
  if (name == "N" || name == "n" || name == "count") return s.n;
  if (name == "mean") return s.mean;
  if (name == "sd") return s.sd;
  if (name == "var" || name == "variance") return s.variance;
  if (name == "min") return s.min;
  if (name == "max") return s.max;
  if (name == "sum") return s.sum;
  if (name == "skewness") return s.skewness;
  if (name == "kurtosis") return s.kurtosis;
  const std::string digits = name == "median" ? "50" : name.size() > 1 && name[0] == 'p' ? name.substr(1) : "";
  const double p = digits.empty() ? 0 : std::atof(digits.c_str());
  if (!(p > 0 && p < 100))
    throw Error(198, "unknown statistic " + name, std::nullopt,
                {"N mean sd var min max sum median p1 … p99 skewness kurtosis"});
  return x.empty() ? data::missing : numeric::Order(x).percentile(p);
}

// mean(%9.2f): a format of its own leaves the name.
std::string own_format(std::string& name, const std::string& otherwise) {
  const std::size_t open = name.find('(');
  if (open == std::string::npos) return kit::table_format(otherwise, "%9.3f");
  const std::string format = name.substr(open + 1, name.rfind(')') - open - 1);
  name.resize(open);
  return kit::table_format(format, "%9.3f");
}

// Labels are shown whole up to 40 columns.
int label_width(const std::vector<std::string>& variables, const data::Frame& frame) {
  std::size_t width = 14;
  for (const std::string& v : variables)
    width = std::max(width, text::display_width(kit::variable_label(v, frame)) + 1);
  return static_cast<int>(std::min<std::size_t>(width, 40));
}

void act(const Args& a, runtime::Session& s) {
  const Context c = s.context();
  std::vector<std::string> statistics = grammar::split_words(a.statistics), formats;
  for (std::string& name : statistics) formats.push_back(own_format(name, a.format));
  kit::TableFile file;
  kit::BodyAndOptions line;
  line.options = a.options;
  kit::read_file(line, a.file, file);
  kit::note_without_effect(line, {"FONT", "PAGEsize", "MARGIN", "LAYOUT"}, s);
  line.check_all_known();
  file.replace = a.replace;
  file.append = a.append;
  report::PaperTable t;
  t.title = a.title;
  t.columns = statistics.size();
  t.star_width = 0;
  t.name_width = a.label ? label_width(a.variables, c.frame) : 14;
  report::PaperRow head;
  head.cells.push_back({"Variable"});
  for (const std::string& name : statistics) head.cells.push_back({heading(name)});
  t.head.push_back(std::move(head));
  const std::vector<data::Row> rows = c.rows(a.sample);
  eval::Matrix numbers(a.variables.size(), statistics.size());
  numbers.row_names = a.variables;
  numbers.column_names = statistics;
  for (std::size_t i = 0; i < a.variables.size(); ++i) {
    const data::Column& column = c.numeric(a.variables[i]);
    std::vector<double> x;
    for (const data::Row r : rows)
      if (!column.missing_at(r)) x.push_back(column.number(r));
    const numeric::Summary summary = numeric::summarize(x);
    report::PaperRow row;
    row.cells.push_back({a.label ? kit::variable_label(a.variables[i], c.frame) : a.variables[i]});
    for (std::size_t j = 0; j < statistics.size(); ++j) {
      numbers(i, j) = data::checked(value(statistics[j], summary, x));
      const bool count = statistics[j] == "N" || statistics[j] == "n" || statistics[j] == "count";
      row.cells.push_back({kit::table_number(numbers(i, j), count ? "%20.0fc" : formats[j])});
    }
    t.body.push_back(std::move(row));
  }
  kit::put_table(t, file, s);
  s.r() = Results{}.matrix("table", std::move(numbers));
}

}  // namespace

extern const Command sumtab_command =
    define<Args>("sumtab", "Descriptive statistics as papers print them")
        .varlist(&Args::variables, {1, std::numeric_limits<int>::max(), true})
        .if_in(&Args::sample)
        .using_file(&Args::file, false)
        .text("STats", &Args::statistics,
              "N mean sd min max when not given; also var sum median p1 … p99 skewness kurtosis; a format "
              "of its own in parentheses: mean(%9.2f)")
        .text("Format", &Args::format, "of the numbers: %9.3f, 3, a3")
        .text("TItle", &Args::title, "above the table")
        .flag("Label", &Args::label, "labels instead of names")
        .flag("replace", &Args::replace, "overwrite the file")
        .flag("append", &Args::append, "add to the file")
        .any_options(&Args::options)
        .alias("sum2docx")
        .stores({{"r(table)", "the statistics, one row a variable"}})
        .changes(Effect::results | Effect::files)
        .example("On the screen", "sysuse auto\nsumtab price mpg rep78, stats(N mean sd p50)\nmatrix t = r(table)",
                 "t[3,1] == 69 & abs(t[1,2] - 6165.25676) < 1e-4")
        .example("As a Word document",
                 "sysuse auto\ntempfile t\nsumtab price mpg using `t'.docx, label title(\"Table 1\") replace\n"
                 "scalar there = fileexists(\"`t'.docx\")",
                 "there == 1")
        .acts(act);

}  // namespace nqp::commands::sumtab_
