// putexcel: results and texts written into cells of a workbook.
#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/eval/matrix_language.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/cell_looks.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/kit/workbooks.hpp"

namespace nqp::commands::putexcel_ {
namespace {

using namespace nqp::command;
using runtime::Session;

struct Args {
  std::string text;
};

// What putexcel set has chosen. The file is read and written anew by every call, or once with `open`.
struct Target {
  std::string path, sheet;
  bool replace = false, replace_sheet = false;  // until the first write
  std::optional<data::Workbook> held;           // with open
};

// One "range = value" of a call.
struct Assignment {
  data::CellRange range;
  std::string_view value;  // empty: only looks
};

struct Request {
  std::vector<Assignment> assignments;
  std::vector<ast::Option> looks;
  bool row_names = false, column_names = false, merge = false, unmerge = false, as_date = false, as_moment = false;
};

bool blank(char c) { return c == ' ' || c == '\t'; }

// Length of "A1" or "A1:B2" at the start of s; 0 when there is none.
std::size_t range_length(std::string_view s) {
  const std::size_t end = std::min(s.find_first_of(" \t=,"), s.size());
  const std::string_view word = s.substr(0, end);
  const std::size_t colon = word.find(':');
  const bool fine = data::parse_cell(word.substr(0, colon)) &&
                    (colon == std::string_view::npos || data::parse_cell(word.substr(colon + 1)));
  return fine ? end : 0;
}

// Where "range =" or, before any of these, a bare range begins at i; gives the place behind it.
std::optional<std::size_t> assignment_at(std::string_view body, std::size_t i) {
  if (i > 0 && !blank(body[i - 1]) && body[i - 1] != ')' && body[i - 1] != '"') return std::nullopt;
  const std::size_t n = range_length(body.substr(i));
  if (n == 0) return std::nullopt;
  std::size_t j = i + n;
  while (j < body.size() && blank(body[j])) ++j;
  if (j < body.size() && body[j] == '=' && body.substr(j, 2) != "==") return j + 1;
  return std::nullopt;
}

std::vector<Assignment> assignments_of(std::string_view body) {
  std::vector<Assignment> out;
  std::vector<std::size_t> begins, values;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (const std::size_t n = kit::quoted_length(body.substr(i)); n != 0) {
      i += n - 1;
      continue;
    }
    if (body[i] == '(' || body[i] == '[') ++depth;
    if ((body[i] == ')' || body[i] == ']') && depth > 0) --depth;
    if (depth > 0) continue;
    const auto value = assignment_at(body, i);
    if (!value) continue;
    begins.push_back(i);
    values.push_back(*value);
    i = *value - 1;
  }
  const std::size_t first = begins.empty() ? body.size() : begins[0];
  std::string_view bare = kit::trim(body.substr(0, first));
  while (!bare.empty()) out.push_back({kit::cell_range(kit::take_word(bare)), {}});
  for (std::size_t k = 0; k < begins.size(); ++k) {
    const std::size_t end = k + 1 < begins.size() ? begins[k + 1] : body.size();
    const std::string_view value = kit::trim(body.substr(values[k], end - values[k]));
    if (value.empty())
      throw Error(198, "nothing follows " + std::string(body.substr(begins[k], values[k] - begins[k])));
    out.push_back({kit::cell_range(body.substr(begins[k], range_length(body.substr(begins[k])))), value});
  }
  if (out.empty())
    throw Error(198, "no cell is named", std::nullopt, {"write putexcel A1 = (\"text\") B1 = (r(mean))"});
  return out;
}

class Writer {
 public:
  Writer(Session& s, const Request& r, data::Workbook& w, data::Sheet& sheet)
      : session_(s), request_(r), workbook_(w), sheet_(sheet) {}

  void write(const Assignment& a) {
    for (std::uint32_t i = a.range.first.row; i <= a.range.last.row; ++i)
      for (std::uint32_t j = a.range.first.column; j <= a.range.last.column && a.value.empty(); ++j) look(cell({i, j}));
    if (!a.value.empty()) put(a.range.first, a.value);
    if (request_.merge && a.range.first != a.range.last) sheet_.merged.push_back(a.range);
    if (request_.unmerge)
      std::erase_if(sheet_.merged, [&](const data::CellRange& r) { return r.first == a.range.first; });
  }

 private:
  data::Cell& cell(data::CellPosition p) {
    if (p.row >= data::most_sheet_rows || p.column >= data::most_sheet_columns)
      throw Error(198, "the values do not fit into the worksheet");
    return kit::cell_at(sheet_, p);
  }

  void look(data::Cell& c) {
    data::CellStyle style = workbook_.styles[c.style];
    if (request_.as_date) style.number_format = "m/d/yyyy";
    if (request_.as_moment) style.number_format = "m/d/yyyy h:mm";
    for (const ast::Option& o : request_.looks) kit::change_looks(style, o);
    c.style = workbook_.style(style);
  }

  void put_number(data::CellPosition p, double x) {
    data::Cell& c = cell(p);
    c.formula = 0;
    c.kind = data::is_missing(x) ? data::Cell::Kind::blank : data::Cell::Kind::number;
    c.number = x;
    if (request_.as_date) c.number = data::serial_from_days(x);
    if (request_.as_moment) c.number = data::serial_from_days(x / 86400000);
    look(c);
  }

  void put_text(data::CellPosition p, const std::string& text) {
    data::Cell& c = cell(p);
    const bool formula = text.size() > 1 && text[0] == '=';
    c.kind = text.empty() ? data::Cell::Kind::blank : formula ? data::Cell::Kind::number : data::Cell::Kind::text;
    c.number = 0;
    c.formula = formula ? workbook_.text(text.substr(1)) : 0;
    c.text = formula ? 0 : workbook_.text(text);
    look(c);
  }

  void put(data::CellPosition at, std::string_view value) {
    const auto inside = [&](std::string_view name) -> std::optional<std::string> {
      const std::string_view rest = kit::trim(value.substr(std::min(name.size(), value.size())));
      if (!kit::starts_with(value, name) || !rest.starts_with('(') || !rest.ends_with(')')) return std::nullopt;
      return std::string(rest.substr(1, rest.size() - 2));
    };
    if (const auto m = inside("matrix")) return put_matrix(at, *m);
    if (const auto m = inside("mat")) return put_matrix(at, *m);
    if (const auto f = inside("formula")) {
      const std::string text = kit::unquoted(*f);
      return put_text(at, text.starts_with('=') ? text : "=" + text);
    }
    if (inside("picture") || inside("image"))
      throw Error(198, "pictures cannot be put into workbooks", std::nullopt, {"save the graph to a file of its own"});
    if (value == "etable") return put_table(at);
    if (value == "rscalars" || value == "rscalarnames") return put_scalars(at, session_.r(), value);
    if (value == "escalars" || value == "escalarnames") {
      if (session_.estimates() == nullptr) throw Error(301, "last estimates not found");
      return put_scalars(at, session_.estimates()->results, value);
    }
    const eval::Value v = session_.value(value);
    if (v.is_string) put_text(at, v.text);
    else put_number(at, v.number);
  }

  // "A", "e(b)'", also the older matrix(A, names).
  void put_matrix(data::CellPosition at, const std::string& text) {
    std::string expression = text;
    bool rows = request_.row_names, columns = request_.column_names;
    if (const std::size_t comma = kit::find_outside(text, ','); comma != std::string::npos) {
      const std::string word(kit::trim(std::string_view(text).substr(comma + 1)));
      if (word != "names" && word != "rownames" && word != "colnames")
        throw Error(198, "matrix(): " + word + " not allowed", std::nullopt, {"names, rownames or colnames"});
      rows = rows || word != "colnames";
      columns = columns || word != "rownames";
      expression = text.substr(0, comma);
    }
    put_values(at, eval::evaluate_matrix(*grammar::parse_matrix_expression(expression), session_.scope()), rows,
               columns);
  }

  void put_values(data::CellPosition at, const eval::Matrix& m, bool rows, bool columns) {
    const std::uint32_t right = rows ? 1 : 0, down = columns ? 1 : 0;
    for (std::uint32_t j = 0; j < m.columns && columns; ++j)
      put_text({at.row, at.column + right + j}, m.column_names[j]);
    for (std::uint32_t i = 0; i < m.rows; ++i) {
      if (rows) put_text({at.row + down + i, at.column}, m.row_names[i]);
      for (std::uint32_t j = 0; j < m.columns; ++j) put_number({at.row + down + i, at.column + right + j}, m(i, j));
    }
  }

  // The table of coefficients that the last estimation left in r(table).
  void put_table(data::CellPosition at) {
    const eval::Matrix* t = session_.r().find_matrix("table");
    if (t == nullptr || t->rows < 6)
      throw Error(301, "r(table) not found", std::nullopt, {"etable follows an estimation command at once"});
    eval::Matrix out(t->columns, 6);
    out.row_names = t->column_names;
    const std::string test = t->row_names[2];
    out.column_names = {"Coefficient", "Std. err.", test, "P>|" + test + "|", "[conf.", "interval]"};
    for (std::size_t i = 0; i < t->columns; ++i)
      for (std::size_t j = 0; j < 6; ++j) out(i, j) = (*t)(j, i);
    put_values(at, out, true, true);
  }

  void put_scalars(data::CellPosition at, const Results& r, std::string_view what) {
    const bool names = what.ends_with("names"), both = request_.row_names;
    for (const auto& [name, value] : r.scalars) {
      if (names || both) put_text(at, what.substr(0, 1).data()[0] + std::string("(") + name + ")");
      if (!names) put_number({at.row, at.column + (both ? 1 : 0)}, value);
      ++at.row;
    }
  }

  Session& session_;
  const Request& request_;
  data::Workbook& workbook_;
  data::Sheet& sheet_;
};

// The workbook of the target with its sheet in place; what is to be replaced is.
data::Sheet& prepared(const Target& t, const Context& c, data::Workbook& w) {
  if (t.held) w = *t.held;
  else if (!t.replace && c.host.info(t.path).exists) w = kit::load_workbook(c, t.path);
  const std::string name = t.sheet.empty() ? "Sheet1" : t.sheet;
  if (t.sheet.empty() && !w.sheets.empty()) return w.sheets.front();
  data::Sheet* sheet = kit::find_sheet(w, name);
  if (sheet == nullptr) return w.sheets.emplace_back(data::Sheet{name});
  if (t.replace_sheet) *sheet = data::Sheet{sheet->name};
  return *sheet;
}

Request request_of(const ast::Arguments& a, std::string_view body) {
  Request r;
  r.assignments = assignments_of(body);
  data::CellStyle trial;
  for (const ast::Option& o : a.options) {
    if (o.name == "names") r.row_names = r.column_names = true;
    else if (o.name == "rownames") r.row_names = true;
    else if (o.name == "colnames") r.column_names = true;
    else if (o.name == "merge") r.merge = true;
    else if (o.name == "unmerge") r.unmerge = true;
    else if (o.name == "asdate" || o.name == "asdatenum") r.as_date = true;
    else if (o.name == "asdatetime") r.as_moment = true;
    else if (kit::change_looks(trial, o)) r.looks.push_back(o);
    else if (o.name != "replace" && o.name != "modify" && o.name != "sheet" && o.name != "keepcellformat" &&
             o.name != "colwise")
      throw Error(198, "option " + o.name + " not allowed", o.name_span,
                  {"bold, italic, nformat(), border(), font(), names, rownames, colnames and merge are"});
  }
  return r;
}

void set(const ast::Arguments& a, const std::string& file, Session& s, bool keeps_open) {
  const Context c = s.context();
  Target t;
  t.path = kit::workbook_path(c, kit::unquoted(kit::trim(file)));
  bool modify = false, open = false;
  for (const ast::Option& o : a.options) {
    if (kit::abbreviates(o.name, "replace")) t.replace = true;
    else if (kit::abbreviates(o.name, "MODify")) modify = true;
    else if (o.name == "open") open = true;
    else if (kit::abbreviates(o.name, "SHeet")) {
      const kit::SheetChoice choice = kit::sheet_choice(o.argument);
      t.sheet = choice.name;
      t.replace_sheet = choice.replace;
    } else if (keeps_open && o.name != "keepcellformat") {
      throw Error(198, "option " + o.name + " not allowed", o.name_span, {"sheet(), replace, modify and open are"});
    }
  }
  if (t.replace && modify) throw Error(198, "only one of replace and modify may be given");
  if (c.host.info(t.path).exists && !t.replace && !modify) {
    throw Error(602, "file " + t.path + " already exists", std::nullopt,
                {"modify changes cells of it, replace makes a new one"});
  }
  if (open) {
    data::Workbook w;
    prepared(t, c, w);
    t.held = std::move(w);
    t.replace = t.replace_sheet = false;
  }
  s.state<std::optional<Target>>() = std::move(t);
}

void save(Session& s) {
  auto& target = s.state<std::optional<Target>>();
  if (!target || !target->held) return;
  kit::store_workbook(s.context(), *target->held, target->path);
  s.say("file " + target->path + " saved");
}

Target& current(Session& s) {
  auto& target = s.state<std::optional<Target>>();
  if (!target) throw Error(198, "no workbook is set", std::nullopt, {"putexcel set file.xlsx, replace comes first"});
  return *target;
}

void put(const ast::Arguments& a, Session& s) {
  if (a.using_file) set(a, *a.using_file, s, false);
  Target& t = current(s);
  const Context c = s.context();
  const Request r = request_of(a, a.body);
  data::Workbook w;
  data::Sheet& sheet = prepared(t, c, w);
  Writer writer(s, r, w, sheet);
  for (const Assignment& x : r.assignments) writer.write(x);
  if (t.held) {
    t.held = std::move(w);
    return;
  }
  kit::store_workbook(c, w, t.path);
  t.replace = t.replace_sheet = false;
  s.say("file " + t.path + " saved");
}

void run(const Args& a, Session& s) {
  std::string_view rest = a.text;
  const std::string word = kit::take_word(rest);
  const std::string first = word.substr(0, word.find(','));
  if (first == "set") {
    const ast::Arguments parsed = kit::parse_loosely(rest);
    return set(parsed, parsed.using_file.value_or(parsed.body), s, true);
  }
  if (first == "clear" || first == "close" || first == "save") {
    if (first != "clear") save(s);
    auto& target = s.state<std::optional<Target>>();
    if (target && (first == "clear" || target->held)) target.reset();
    return;
  }
  if (first == "describe") {
    const Target& t = current(s);
    s.say("  Filename: " + t.path);
    return s.say("  Sheet:    " + (t.sheet.empty() ? std::string("(the first)") : t.sheet));
  }
  put(kit::parse_loosely(a.text), s);
}

}  // namespace

extern const Command putexcel_command =
    define<Args>("putexcel", "Write results into cells of a workbook")
        .raw(&Args::text)
        .no_by()
        .changes(Effect::files)
        .remark(
            "putexcel set file [, sheet(name[, replace]) replace|modify open] | putexcel A1 = (exp) B1 = (exp) ... "
            "[, options] | putexcel A1 = matrix(exp) [, names rownames colnames options] | putexcel A1 = etable | "
            "putexcel A1:D1, options | putexcel save | close | clear | describe.")
        .remark(
            "Options: bold italic underline strikeout left hcenter right top vcenter bottom txtwrap merge unmerge "
            "nformat(number_d2 or \"0.000\") font(name, size, colour) fpattern(solid, colour) border(all, thin) asdate "
            "asdatetime overwritefmt. Every call writes the file, unless open was given: then save or close does.")
        .remark("Charts and pictures of a workbook that is modified are lost.")
        .example("Numbers and texts",
                 "sysuse auto\nsummarize price\ntempfile t\nputexcel set \"`t'.xlsx\", replace sheet(\"Means\")\n"
                 "putexcel A1 = (\"Variable\") B1 = (\"Mean\"), bold border(bottom)\n"
                 "putexcel A2 = (\"price\") B2 = (r(mean)), nformat(number_d2)\n"
                 "import excel \"`t'.xlsx\", firstrow clear",
                 "Variable[1] == \"price\" & reldif(Mean[1], 6165.2568) < 1e-7")
        .example("A matrix with its names",
                 "sysuse auto\nregress price mpg\ntempfile t\nputexcel set \"`t'.xlsx\", replace open\n"
                 "putexcel B2 = matrix(e(b)'), names\nputexcel close\nimport excel \"`t'.xlsx\", clear",
                 "B[3] == \"mpg\" & B[4] == \"_cons\" & c(k) == 3")
        .acts(run);

}  // namespace nqp::commands::putexcel_
