// dtable: a table of descriptive statistics, continuous and categorical variables by groups.
#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/estout_options.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/moments/exact_table.hpp"
#include "stdlib/numeric/moments/rank_tests.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::commands::dtable_ {
namespace {

using namespace command;

struct Args {
  std::string body;
  Sample sample;
  std::vector<ast::Option> options;
};

// A variable of the table with what is said of it.
struct Item {
  std::string name;
  bool factor = false;
  std::vector<std::string> statistics;
  std::string test;
};

struct Formats {
  std::string all;
  std::vector<std::pair<std::string, std::string>> numbers, strings;  // statistic → %9.2f, "(%s)"

  std::string of_number(const std::string& statistic, bool percent) const {
    for (auto f = numbers.rbegin(); f != numbers.rend(); ++f)
      if (f->first == statistic) return f->second;
    const bool count = statistic == "count" || statistic == "fvfrequency";
    return percent ? "%20.1f" : count ? "%20.0fc" : all;
  }
  std::string of_string(const std::string& statistic) const {
    for (auto f = strings.rbegin(); f != strings.rend(); ++f)
      if (f->first == statistic) return f->second;
    return statistic == "fvpercent" ? "(%s%%)" : statistic == "sd" || statistic == "fvproportion" ? "(%s)" : "%s";
  }
};

struct Request {
  std::vector<Item> items;
  std::string by;
  bool totals = true, tests = false, sample = true, missing = false, names_only = false, listwise = false;
  bool by_heading = true;
  std::string summary_title = "Summary", total_title = "Total", test_title = "Test";
  Formats formats{"%20.3fc", {}, {}};
  std::string title, sample_title = "N";
  std::vector<std::string> notes;
  kit::TableFile file;
};

bool percent_of(const std::string& statistic) {
  return statistic == "fvpercent" || statistic == "fvrawpercent" || statistic == "percent";
}

// Statistics of factors may be abbreviated: fvfreq.
std::vector<std::string> statistic_words(const std::string& text) {
  std::vector<std::string> out = grammar::split_words(text);
  for (std::string& s : out)
    for (const char* full : {"FVFREQuency", "FVPERCent", "FVPROPortion"})
      if (kit::abbreviates(s, full)) s = kit::lower(full);
  return out;
}

void check_statistics(const std::vector<std::string>& names, bool factor) {
  for (const std::string& s : names) {
    const bool of_factor = s == "fvfrequency" || s == "fvpercent" || s == "fvproportion";
    const auto known = kit::parse_statistic(s);
    if (factor ? of_factor : known && s != "first" && s != "last" && s != "firstnm" && s != "lastnm") continue;
    throw Error(198, "statistic " + s + " is unknown", std::nullopt,
                {factor ? "fvfrequency fvpercent fvproportion"
                        : "mean sd semean median p1-p99 min max range iqr count sum cv"});
  }
}

// "price mpg, statistics(mean p50) test(kwallis)" of continuous() and factor().
void apply_list(const std::string& argument, bool factor, const Context& c, Request& q) {
  kit::BodyAndOptions line = kit::split_options(argument);
  const ast::Option *statistics = line.find("STATistics"), *test = line.find("test");
  line.check_all_known();
  Variables named = line.body.empty() ? Variables{} : resolve_variables(line.body, c);
  if (named.empty())
    for (const Item& i : q.items)
      if (i.factor == factor) named.push_back(i.name);
  for (const std::string& name : named) {
    auto item = std::find_if(q.items.begin(), q.items.end(), [&](const Item& i) { return i.name == name; });
    if (item == q.items.end()) item = q.items.insert(q.items.end(), Item{name, factor, {}, ""});
    item->factor = factor;
    if (statistics) item->statistics = statistic_words(statistics->argument);
    if (test) item->test = std::string(kit::trim(test->argument));
    check_statistics(item->statistics, factor);
  }
}

void read_by(const std::string& argument, const Context& c, Request& q) {
  kit::BodyAndOptions line = kit::split_options(argument);
  q.totals = line.find("NOTOTals") == nullptr;
  q.tests = line.find("TESTs") != nullptr;
  q.missing = line.find("MISSing") != nullptr;
  line.find("NOTESTs");
  line.check_all_known();
  const Variables names = resolve_variables(line.body, c);
  if (names.size() != 1) throw Error(198, "by() takes one variable");
  q.by = names[0];
}

// column(summary(text) total(text) test(text) by(hide)).
void read_headings(const std::string& argument, Request& q) {
  for (const ast::Option& o : kit::split_options("," + argument).options) {
    const std::string name = kit::lower(o.name), text = kit::unquoted(o.argument);
    const auto is = [&](std::string_view full) { return kit::abbreviates(name, full); };
    if (is("SUMmary")) q.summary_title = text;
    else if (is("TOTal")) q.total_title = text;
    else if (is("test")) q.test_title = text;
    else if (is("by") && (text == "hide" || text == "label")) q.by_heading = text == "label";
    else throw Error(198, "column(" + o.name + "()) is not known", std::nullopt, {"summary() total() test() by(hide)"});
  }
}

// nformat(%9.2f mean sd), sformat("[%s]" sd): without statistics for all.
void read_format(const std::string& argument, bool numbers, Formats& f) {
  std::string_view rest = argument;
  const std::string format = kit::unquoted(kit::take_word(rest));
  const std::vector<std::string> statistics = statistic_words(std::string(rest));
  if (numbers && statistics.empty()) f.all = format;
  if (!numbers && format.find("%s") == std::string::npos)
    throw Error(198, "sformat() needs %s where the number stands");
  for (const std::string& s : statistics) (numbers ? f.numbers : f.strings).emplace_back(s, format);
}

// i.rep78 is a factor, others are continuous.
void read_items(const std::string& body, const Context& c, Request& q) {
  for (std::string word : grammar::split_words(body)) {
    const std::size_t dot = word.find('.');
    const std::string prefix = dot == std::string::npos ? "" : kit::lower(word.substr(0, dot));
    if (!prefix.empty() && prefix != "i" && prefix != "c")
      throw Error(198, word + " is not allowed here", std::nullopt,
                  {"write i.var for a factor and var for a continuous variable"});
    if (dot != std::string::npos) word = word.substr(dot + 1);
    for (const std::string& name : resolve_variables(word, c)) q.items.push_back({name, prefix == "i", {}, ""});
  }
}

Request read_request(const Args& a, const Context& c) {
  Request q;
  read_items(a.body, c, q);
  for (const ast::Option& o : a.options) {
    const std::string name = kit::lower(o.name);
    const auto is = [&](std::string_view full) { return kit::abbreviates(name, full); };
    if (is("by")) read_by(o.argument, c, q);
    else if (is("CONTinuous")) apply_list(o.argument, false, c, q);
    else if (is("FACTor")) apply_list(o.argument, true, c, q);
    else if (is("NFORMat")) read_format(o.argument, true, q.formats);
    else if (is("SFORMat")) read_format(o.argument, false, q.formats);
    else if (is("NOSAMPle")) q.sample = false;
    else if (is("COLumn")) read_headings(o.argument, q);
    else if (is("NOVARLabel")) q.names_only = true;
    else if (is("LISTwise") || is("NOLISTwise")) q.listwise = name[0] == 'l';
    else if (is("SAMPle")) q.sample_title = kit::unquoted(std::string(kit::split_options(o.argument).body));
    else if (is("TItle")) q.title = kit::unquoted(o.argument);
    else if (is("NOTEs") || is("note")) q.notes.push_back(kit::unquoted(o.argument));
    else if (is("export")) {
      kit::BodyAndOptions line = kit::split_options(o.argument);
      q.file.replace = line.find("replace") != nullptr;
      kit::read_file(line, line.body, q.file);
      line.check_all_known();
    } else {
      throw Error(198, "option " + o.name + " not allowed", o.name_span);
    }
  }
  if (q.items.empty()) throw Error(100, "varlist required", std::nullopt, {"dtable price mpg i.rep78, by(foreign)"});
  return q;
}

// The groups of by() and, last, all of them together.
struct Columns {
  std::vector<std::string> names;
  std::vector<std::vector<data::Row>> rows;
  std::vector<data::Row> all;
};

Columns columns_of(const Request& q, const std::vector<data::Row>& rows, const Context& c) {
  Columns out;
  if (q.by.empty()) {
    out.all = rows;
    out.names.push_back(q.summary_title);
    out.rows.push_back(rows);
    return out;
  }
  const data::Variable& by = c.variable(q.by);
  const kit::Levels levels = kit::levels_of(*by.column, rows, q.missing);
  out.rows.resize(levels.count());
  for (const data::Row first : levels.first) out.names.push_back(kit::level_text(c.frame, by, first));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (levels.codes[i] == kit::Levels::none) continue;
    out.rows[levels.codes[i]].push_back(rows[i]);
    out.all.push_back(rows[i]);
  }
  if (q.totals) {
    out.names.push_back(q.total_title);
    out.rows.push_back(out.all);
  }
  return out;
}

std::string shown(double x, const std::string& statistic, const Formats& f) {
  const std::string number =
      text::trimmed(text::format_number(data::checked(x), f.of_number(statistic, percent_of(statistic))));
  std::string out;
  const std::string pattern = f.of_string(statistic);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern.compare(i, 2, "%s") == 0) out += number, ++i;
    else if (pattern.compare(i, 2, "%%") == 0) out += '%', ++i;
    else out += pattern[i];
  }
  return out;
}

std::vector<double> known_values(const data::Column& column, const std::vector<data::Row>& rows) {
  std::vector<double> x;
  for (const data::Row r : rows)
    if (!column.missing_at(r)) x.push_back(column.number(r));
  return x;
}

std::string p_text(double p) {
  if (!(p >= 0)) return ".";
  return p < 0.0005 ? "<0.001" : text::trimmed(text::format_number(p, "%5.3f"));
}

std::string continuous_p(const Item& item, const Columns& columns, std::size_t groups, const Context& c) {
  const data::Column& column = c.numeric(item.name);
  std::vector<double> y;
  std::vector<std::int32_t> code;
  for (std::size_t g = 0; g < groups; ++g)
    for (const double x : known_values(column, columns.rows[g]))
      y.push_back(x), code.push_back(static_cast<std::int32_t>(g));
  if (item.test == "none") return "";
  if (item.test == "kwallis") return p_text(numeric::kruskal_wallis_test(y, code).p_adjusted);
  if (!item.test.empty() && item.test != "regress")
    throw Error(198, "test(" + item.test + ") is not known", std::nullopt,
                {"regress, kwallis and none exist for continuous variables"});
  return p_text(numeric::one_way(y, code).p);
}

report::PaperRow continuous_row(const Item& item, const Request& q, const Columns& columns, const Context& c) {
  const data::Column& column = c.numeric(item.name);
  const std::vector<std::string> statistics =
      item.statistics.empty() ? std::vector<std::string>{"mean", "sd"} : item.statistics;
  report::PaperRow row;
  row.cells.push_back({q.names_only ? item.name : kit::variable_label(item.name, c.frame)});
  for (const auto& rows : columns.rows) {
    const std::vector<double> x = known_values(column, rows);
    std::string cell;
    for (const std::string& s : statistics)
      cell += (cell.empty() ? "" : " ") +
              shown(kit::statistic_of(*kit::parse_statistic(s), x, {}, WeightKind::none), s, q.formats);
    row.cells.push_back({cell});
  }
  return row;
}

// Counts of the levels of a factor in each column.
struct FactorCounts {
  std::vector<std::string> names;
  numeric::Matrix n;  // level × column
};

FactorCounts factor_counts(const Item& item, const Columns& columns, const Context& c) {
  const data::Variable& v = c.variable(item.name);
  const kit::Levels levels = kit::levels_of(*v.column, columns.all, false);
  std::vector<std::uint32_t> code_of_row(c.frame.rows, kit::Levels::none);
  for (std::size_t i = 0; i < columns.all.size(); ++i) code_of_row[columns.all[i]] = levels.codes[i];
  FactorCounts out{{}, numeric::Matrix(levels.count(), columns.rows.size())};
  for (const data::Row first : levels.first) out.names.push_back(kit::level_text(c.frame, v, first));
  for (std::size_t j = 0; j < columns.rows.size(); ++j)
    for (const data::Row r : columns.rows[j])
      if (code_of_row[r] != kit::Levels::none) out.n(code_of_row[r], j) += 1;
  return out;
}

std::string factor_p(const Item& item, const numeric::Matrix& counts, const Context& c) {
  constexpr double most_paths = 1e7;
  if (item.test == "none") return "";
  if (item.test == "fisher")
    return p_text(kit::compute(
        c, [&](numeric::Progress& progress) { return numeric::exact_table_p(counts, most_paths, progress); }));
  const numeric::TableTest test = numeric::test_table(counts);
  if (item.test == "lrchi2") return p_text(test.p_lr);
  if (item.test.empty() || item.test == "pearson") return p_text(test.p);
  throw Error(198, "test(" + item.test + ") is not known", std::nullopt,
              {"pearson, fisher, lrchi2 and none exist for factors"});
}

void add_factor(const Item& item, const Request& q, const Columns& columns, std::size_t groups, const Context& c,
                report::PaperTable& t) {
  const std::vector<std::string> statistics =
      item.statistics.empty() ? std::vector<std::string>{"fvfrequency", "fvpercent"} : item.statistics;
  const FactorCounts f = factor_counts(item, columns, c);
  report::PaperRow head;
  head.cells.push_back({q.names_only ? item.name : kit::variable_label(item.name, c.frame)});
  for (std::size_t j = 0; j < columns.rows.size(); ++j) head.cells.push_back({""});
  if (q.tests) {
    numeric::Matrix counts(f.n.rows, groups);
    for (std::size_t i = 0; i < f.n.rows; ++i)
      for (std::size_t j = 0; j < groups; ++j) counts(i, j) = f.n(i, j);
    head.cells.push_back({factor_p(item, counts, c)});
  }
  t.body.push_back(std::move(head));
  for (std::size_t i = 0; i < f.names.size(); ++i) {
    report::PaperRow row;
    row.cells.push_back({"  " + f.names[i]});
    for (std::size_t j = 0; j < f.n.cols; ++j) {
      double total = 0;
      for (std::size_t k = 0; k < f.n.rows; ++k) total += f.n(k, j);
      std::string cell;
      for (const std::string& s : statistics) {
        const double share = f.n(i, j) / total;
        const double x = s == "fvfrequency" ? f.n(i, j) : s == "fvpercent" ? 100 * share : share;
        cell += (cell.empty() ? "" : " ") + shown(x, s, q.formats);
      }
      row.cells.push_back({cell});
    }
    if (q.tests) row.cells.push_back({""});
    t.body.push_back(std::move(row));
  }
}

report::PaperTable table_of(const Request& q, const Columns& columns, std::size_t groups, const Context& c) {
  report::PaperTable t;
  t.title = q.title;
  t.columns = columns.names.size() + (q.tests ? 1 : 0);
  t.star_width = 0;
  if (!q.by.empty() && q.by_heading) {
    report::PaperRow over;
    over.cells.push_back({""});
    over.cells.push_back({kit::variable_label(q.by, c.frame), "", static_cast<int>(columns.names.size()), true});
    if (q.tests) over.cells.push_back({""});
    t.head.push_back(std::move(over));
  }
  report::PaperRow head;
  head.cells.push_back({""});
  for (const std::string& name : columns.names) head.cells.push_back({name});
  if (q.tests) head.cells.push_back({q.test_title});
  t.head.push_back(std::move(head));
  if (q.sample) {
    report::PaperRow row;
    row.cells.push_back({q.sample_title});
    for (const auto& rows : columns.rows) {
      const double n = static_cast<double>(rows.size());
      std::string cell = shown(n, "fvfrequency", q.formats);
      if (!q.by.empty()) cell += " " + shown(100 * n / static_cast<double>(columns.all.size()), "fvpercent", q.formats);
      row.cells.push_back({cell});
    }
    if (q.tests) row.cells.push_back({""});
    t.body.push_back(std::move(row));
  }
  for (const Item& item : q.items) {
    if (item.factor) {
      add_factor(item, q, columns, groups, c, t);
      continue;
    }
    report::PaperRow row = continuous_row(item, q, columns, c);
    if (q.tests) row.cells.push_back({continuous_p(item, columns, groups, c)});
    t.body.push_back(std::move(row));
  }
  for (const std::string& note : q.notes) t.notes.push_back({note, {}});
  std::size_t width = 12, names = 12;
  for (const auto* part : {&t.head, &t.body})
    for (const report::PaperRow& r : *part)
      for (std::size_t j = 0; j < r.cells.size(); ++j)
        if (r.cells[j].span == 1)
          (j == 0 ? names : width) = std::max(j == 0 ? names : width, text::display_width(r.cells[j].text) + 1);
  t.cell_width = static_cast<int>(width) + 1;
  t.name_width = static_cast<int>(std::min<std::size_t>(names, 40));
  return t;
}

void act(const Args& a, runtime::Session& s) {
  const Context c = s.context();
  const Request q = read_request(a, c);
  std::vector<data::Row> rows = c.rows(a.sample);
  if (q.listwise)
    for (const Item& item : q.items)
      std::erase_if(rows, [&](data::Row r) { return c.variable(item.name).column->missing_at(r); });
  if (rows.empty()) throw Error(2000, "no observations");
  const Columns columns = columns_of(q, rows, c);
  if (columns.all.empty()) throw Error(2000, "no observations");
  if (q.tests && q.by.empty()) throw Error(198, "tests need by()");
  const std::size_t groups = columns.rows.size() - (!q.by.empty() && q.totals ? 1 : 0);
  kit::put_table(table_of(q, columns, groups, c), q.file, s);
  s.r() =
      Results{}.scalar("N", static_cast<double>(columns.all.size())).scalar("k_groups", static_cast<double>(groups));
}

}  // namespace

extern const Command dtable_command =
    define<Args>("dtable", "Table of descriptive statistics by groups")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .any_options(&Args::options)
        .no_by()
        .stores({{"r(N)", "observations in the table"}, {"r(k_groups)", "groups"}})
        .changes(Effect::results | Effect::files)
        .remark(
            "dtable var ... i.var ..., by(var[, tests nototals missing]): mean (sd) of continuous variables, frequency "
            "(percent) of the levels of factors. continuous([vars], statistics(mean sd median p25 …) test(kwallis)) "
            "and "
            "factor([vars], statistics(fvfrequency fvpercent fvproportion) test(fisher)) say it for some; listwise "
            "leaves "
            "out observations with missing values; column(summary() total() test() by(hide)) and novarlabel set "
            "headings; nformat(%9.2f "
            "[statistics]), "
            "sformat(\"[%s]\" statistics), sample(title), nosample, title(), note(), export(file[, replace]) shape the "
            "table. "
            "Tests are those of one-way analysis of variance and Pearson's chi-squared.")
        .example("By origin", "sysuse auto\ndtable price mpg i.rep78, by(foreign, tests) title(\"Table 1\")",
                 "r(N) == 74 & r(k_groups) == 2")
        .example(
            "Headings and other tests",
            "sysuse auto\ndtable price i.rep78, by(foreign, tests) continuous(price, stat(median iqr) test(kwallis)) "
            "factor(rep78, stat(fvfreq) test(fisher)) column(by(hide) total(All) test(p)) novarlabel listwise",
            "r(N) == 69")
        .example("Other statistics, into a document",
                 "sysuse auto\ntempfile t\ndtable price i.foreign, continuous(price, statistics(median p25 p75)) "
                 "nformat(%9.1f) "
                 "export(`t'.docx, replace)\nscalar there = fileexists(\"`t'.docx\")",
                 "there == 1 & r(N) == 74")
        .acts(act);

}  // namespace nqp::commands::dtable_
