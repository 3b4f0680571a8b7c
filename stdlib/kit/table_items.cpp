#include "stdlib/kit/table_items.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/statistic_names.hpp"
#include "stdlib/kit/tabulation.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using command::Context;
using command::Variables;
using report::Align;
using report::Cell;
using report::number_cell;
using report::text_cell;

namespace {

bool is_table_frequency(const std::string& word) {
  return abbreviates(word, "FREQuency") || abbreviates(word, "RAWFREQuency");
}

// "percent, across(x)": the shares add up to 100 over the values of x.
ShareOf whole_of_share(std::string_view option, const TableSides& sides, const Context& c) {
  const std::size_t open = option.find('('), close = option.rfind(')');
  const std::string name(trim(option.substr(0, open)));
  if (name != "across" || open == std::string_view::npos || close == std::string_view::npos)
    throw Error(198, "statistic(, " + std::string(option) + ") is not allowed", std::nullopt,
                {"percent and proportion take across(variables)"});
  std::string list(option.substr(open + 1, close - open - 1));
  std::replace(list.begin(), list.end(), '#', ' ');
  const Variables asked = resolve_variables(list, c);
  const auto all_of = [&](const Variables& side) {
    return !side.empty() && std::all_of(side.begin(), side.end(), [&](const std::string& v) {
      return std::find(asked.begin(), asked.end(), v) != asked.end();
    });
  };
  const bool rows = all_of(sides.rows), columns = all_of(sides.columns);
  const std::size_t named = (rows ? sides.rows.size() : 0) + (columns ? sides.columns.size() : 0);
  if (named != asked.size() || asked.empty())
    throw Error(198, "across() names all variables of the rows, of the columns, or of both");
  return rows == columns || (rows && sides.columns.empty()) ? ShareOf::table : columns ? ShareOf::row : ShareOf::column;
}

// "mean mpg price": one item for each variable. Without variables: frequency, percent, proportion.
void add_table_items(const std::string& text, const TableSides& sides, const Context& c,
                     std::vector<TableItem>& items) {
  const std::size_t comma = std::min(text.find(','), text.size());
  std::string_view rest = trim(std::string_view(text).substr(0, comma));
  const std::string_view option = trim(std::string_view(text).substr(std::min(comma + 1, text.size())));
  const std::string word = lower(take_word(rest));
  rest = trim(rest);
  TableItem item;
  item.statistic = word;
  if (starts_with(word, "fv"))
    throw Error(198, "statistic(" + word + ") is not known", std::nullopt,
                {"tabulate a b, row or column shows the shares of the levels"});
  const bool percent = abbreviates(word, "PERCent");
  if (percent || abbreviates(word, "PROPortion")) {
    item.kind = percent ? TableItem::Kind::percent : TableItem::Kind::proportion;
    item.heading = percent ? "Percent" : "Proportion";
    item.format = percent ? "%9.2f" : "%9.4f";
    if (!option.empty()) item.whole = whole_of_share(option, sides, c);
    items.push_back(std::move(item));
    return;
  }
  if (!option.empty()) throw Error(198, "statistic(" + word + ") takes no " + std::string(option));
  if (is_table_frequency(word)) {
    item.heading = "Frequency";
    items.push_back(std::move(item));
    return;
  }
  if (rest.empty())
    throw Error(198, "statistic(" + word + ") needs a variable", std::nullopt,
                {"write statistic(" + word + " varname)"});
  item.kind = TableItem::Kind::statistic;
  item.format = "%9.0g";
  for (const NamedStatistic& s : parse_statistics(word)) {
    for (const std::string& v : resolve_variables(rest, c)) {
      item.spec = s.spec;
      item.variable = v;
      item.heading = s.heading + "(" + v + ")";
      items.push_back(item);
    }
  }
}

// The older contents(freq mean mpg sd mpg).
void add_table_contents(const std::string& text, const Context& c, std::vector<TableItem>& items) {
  for (std::string_view rest = trim(text); !rest.empty(); rest = trim(rest)) {
    std::string word = take_word(rest);
    if (is_table_frequency(word)) {
      add_table_items("frequency", {}, c, items);
      continue;
    }
    rest = trim(rest);
    if (rest.empty()) throw Error(198, "contents(" + word + ") needs a variable");
    add_table_items(word + " " + take_word(rest), {}, c, items);
  }
}

bool counts_in_table(const TableItem& i) {
  return i.kind == TableItem::Kind::frequency ||
         (i.kind == TableItem::Kind::statistic && i.spec.statistic == numeric::Statistic::n);
}

// "%9.1f mean sd" of nformat(), "%s%% percent" of sformat(): for the statistics named, or for all. An earlier
// nformat() without names leaves counts as they are.
void apply_table_format(const std::string& text, bool of_number, std::vector<TableItem>& items) {
  std::string_view rest = trim(text);
  const std::string format = unquoted(take_word(rest));
  if (of_number && !text::valid_format(format)) throw Error(120, "invalid %format: " + format);
  if (!of_number && format.find("%s") == std::string::npos)
    throw Error(198, "sformat() needs %s where the number stands", std::nullopt, {"write sformat(\"%s%%\" percent)"});
  std::vector<std::string> names;
  for (rest = trim(rest); !rest.empty(); rest = trim(rest)) names.push_back(lower(take_word(rest)));
  for (TableItem& i : items) {
    const bool named = std::find(names.begin(), names.end(), i.statistic) != names.end();
    if (!named && (!names.empty() || (of_number && counts_in_table(i)))) continue;
    (of_number ? i.format : i.around) = format;
  }
}

// A number inside other text: "%s%%" around 12.5 is 12.5%.
Cell table_text_around(double value, const TableItem& item) {
  std::string out;
  const std::string number =
      text::trimmed(text::format_number(value, item.format.empty() ? std::string("%10.0gc") : item.format));
  for (std::size_t i = 0; i < item.around.size(); ++i) {
    const bool directive = item.around[i] == '%' && i + 1 < item.around.size();
    if (directive && item.around[i + 1] == 's') out += number, ++i;
    else if (directive && item.around[i + 1] == '%') out += '%', ++i;
    else out += item.around[i];
  }
  return text_cell(out, Align::right);
}

Cell shown_in_table(double value, const TableItem& item) {
  if (!item.around.empty()) return table_text_around(value, item);
  return item.format.empty() || (counts_in_table(item) && item.format == "%9.0g") ? frequency_cell(value)
                                                                                  : number_cell(value, item.format);
}

}  // namespace

std::vector<TableItem> table_items(const std::vector<ast::Option>& others, const std::string& contents,
                                   const std::string& format, const TableSides& sides, const Context& c) {
  std::vector<TableItem> items;
  std::vector<const ast::Option*> formats;
  for (const ast::Option& o : others) {
    const std::string name = lower(o.name);
    if (abbreviates(name, "STATistic")) add_table_items(o.argument, sides, c, items);
    else if (abbreviates(name, "NFORmat") || abbreviates(name, "SFORmat")) formats.push_back(&o);
    else if (abbreviates(name, "COMMand"))
      throw Error(198, "table does not run commands: option command() is not allowed", o.name_span,
                  {"statsby collects the results of a command for each group; eststo and esttab make tables"});
    else if (abbreviates(name, "name") || name == "replace" || name == "append" || name == "label" || name == "export")
      throw Error(198, "there are no collections here: option " + o.name + " is not allowed", o.name_span,
                  {"esttab and putexcel write tables to files"});
    else throw Error(198, "option " + o.name + " not allowed", o.name_span);
  }
  if (!contents.empty()) add_table_contents(contents, c, items);
  if (items.empty()) add_table_items("frequency", {}, c, items);
  if (!format.empty()) apply_table_format(format, true, items);
  for (const ast::Option* o : formats) apply_table_format(o->argument, lower(o->name)[0] == 'n', items);
  return items;
}

Cell table_cell(const TableItem& item, const WeightedRows& rows, const TableTotals& wholes, const Context& c) {
  if (item.kind == TableItem::Kind::frequency) return shown_in_table(total_weight(rows), item);
  if (item.kind != TableItem::Kind::statistic) {
    const double whole = item.whole == ShareOf::row      ? wholes.row
                         : item.whole == ShareOf::column ? wholes.column
                                                         : wholes.table;
    const double share = total_weight(rows) / whole;
    return shown_in_table(stored(item.kind == TableItem::Kind::percent ? 100 * share : share), item);
  }
  const Observed o = observed(c.numeric(item.variable), rows);
  if (o.x.empty() && item.spec.statistic != numeric::Statistic::n) return text_cell("");
  const std::vector<double> value = compute(c, [&](numeric::Progress&) {
    return numeric::statistics({&item.spec, 1}, o.x, o.w, o.kind);
  });
  return shown_in_table(stored(value[0]), item);
}

}  // namespace nqp::kit
