// putdocx: a Word document written piece by piece: paragraphs, texts, tables, pictures.
#include <algorithm>
#include <cmath>
#include <map>

#include "grammar/parse.hpp"
#include "interpreter/command/convert.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/eval/matrix_language.hpp"
#include "interpreter/report/word_document.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/results_listing.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::putdocx_ {
namespace {

using namespace command;
using kit::BodyAndOptions;
using runtime::Session;

struct Args {
  std::string text;
};

// The document under work; tables have names and places among its blocks.
struct Draft {
  bool begun = false;
  report::WordDocument document;
  std::map<std::string, std::size_t> tables;
};

Draft& draft(Session& s) {
  Draft& d = s.state<Draft>();
  if (!d.begun)
    throw Error(198, "no document is under work", std::nullopt, {"putdocx begin starts one"});
  return d;
}

std::string alignment_of(BodyAndOptions& o) {
  const ast::Option* given = o.find("HALIGN");
  if (!given) return {};
  const std::string word = kit::lower(given->argument);
  if (word == "left" || word == "center" || word == "right" || word == "both") return word;
  throw Error(198, "halign() takes left, center, right or both", given->argument_span);
}

const char* const colours[][2] = {{"black", "000000"}, {"white", "FFFFFF"}, {"red", "FF0000"},   {"green", "008000"},
                                  {"blue", "0000FF"},  {"gray", "808080"},  {"orange", "FFA500"}, {"maroon", "800000"},
                                  {"navy", "000080"},  {"purple", "800080"}};

std::string colour_code(const std::string& word, const ast::Option& o) {
  const std::string name = kit::lower(word);
  for (const auto& [known, code] : colours)
    if (name == known) return code;
  const bool hexadecimal = name.size() == 6 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (hexadecimal) return kit::upper(name);
  throw Error(198, word + " is no colour", o.argument_span, {"red, blue … or six hexadecimal digits: FF0000"});
}

// font(name, size, colour): each part may be empty.
void read_font(const ast::Option& o, const Context& c, report::WordRun& r) {
  std::vector<std::string> parts;
  std::string_view rest = o.argument;
  while (true) {
    const std::size_t comma = kit::find_outside(rest, ',');
    parts.push_back(kit::unquoted(kit::trim(rest.substr(0, comma))));
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  r.font = parts[0];
  if (parts.size() > 1 && !parts[1].empty()) {
    ast::Option size = o;
    size.argument = parts[1];
    r.points = to_number(size, 1, 1638, c);
  }
  if (parts.size() > 2 && !parts[2].empty()) r.colour = colour_code(parts[2], o);
}

// How a text looks; also the number format.
struct Looks {
  report::WordRun run;
  std::string format;
};

Looks looks_of(BodyAndOptions& o, const Context& c) {
  Looks l;
  l.run.bold = o.find("bold") != nullptr;
  l.run.italic = o.find("italic") != nullptr;
  l.run.underlined = o.find("UNDERLine") != nullptr;
  l.run.struck = o.find("STRIKEout") != nullptr;
  if (const ast::Option* script = o.find("script")) {
    if (script->argument != "sub" && script->argument != "super")
      throw Error(198, "script() takes sub or super", script->argument_span);
    l.run.raised = script->argument == "super" ? 1 : -1;
  }
  if (const ast::Option* font = o.find("font")) read_font(*font, c, l.run);
  if (const ast::Option* lines = o.find("LINEBREAK"))
    l.run.breaks = lines->has_argument ? to_integer(*lines, 1, 100, c) : 1;
  if (const ast::Option* format = o.find("NFORmat")) l.format = std::string(kit::trim(format->argument));
  return l;
}

std::string number_text(double x, const std::string& format) {
  return text::trimmed(text::format_number(x, format.empty() ? "%12.0g" : format));
}

// "(expression)" as text.
std::string evaluated(std::string_view typed, const std::string& format, Session& s) {
  const std::string_view t = kit::trim(typed);
  if (t.size() < 2 || t.front() != '(' || t.back() != ')')
    throw Error(198, "an expression in parentheses is needed", std::nullopt,
                {"putdocx text (\"N = \" + string(r(N)))"});
  const eval::Value v = s.value(t.substr(1, t.size() - 2));
  return v.is_string ? v.text : number_text(v.number, format);
}

void begin(BodyAndOptions o, Session& s) {
  Draft& d = s.state<Draft>();
  if (d.begun)
    throw Error(198, "a document is under work", std::nullopt, {"putdocx save writes it, putdocx clear forgets it"});
  report::WordDocument document;
  document.landscape = o.find("LANDscape") != nullptr;
  if (const ast::Option* size = o.find("PAGESize")) document.letter = kit::lower(size->argument) == "letter";
  if (const ast::Option* font = o.find("font")) {
    report::WordRun r;
    read_font(*font, s.context(), r);
    if (!r.font.empty()) document.font = r.font;
    if (r.points > 0) document.points = r.points;
  }
  o.check_all_known();
  d = Draft{true, std::move(document), {}};
}

void add_paragraph(BodyAndOptions o, Session& s) {
  Draft& d = draft(s);
  report::WordBlock b;
  if (const ast::Option* style = o.find("STYle")) b.paragraph.style = kit::unquoted(style->argument);
  b.paragraph.alignment = alignment_of(o);
  o.check_all_known();
  d.document.blocks.push_back(std::move(b));
}

report::WordParagraph& last_paragraph(Draft& d) {
  if (d.document.blocks.empty() || d.document.blocks.back().is_table)
    throw Error(198, "no paragraph is open", std::nullopt, {"putdocx paragraph begins one"});
  return d.document.blocks.back().paragraph;
}

void add_text(BodyAndOptions o, Session& s) {
  report::WordParagraph& p = last_paragraph(draft(s));
  Looks l = looks_of(o, s.context());
  o.check_all_known();
  l.run.text = evaluated(o.body, l.format, s);
  p.runs.push_back(std::move(l.run));
}

double big_endian(std::string_view bytes, std::size_t at) {
  double x = 0;
  for (std::size_t i = 0; i < 4; ++i) x = 256 * x + static_cast<unsigned char>(bytes[at + i]);
  return x;
}

// "6", "6in", "15cm", "400pt" in inches.
double length_of(const ast::Option& o) {
  std::size_t end = 0;
  double x = 0;
  try {
    x = std::stod(o.argument, &end);
  } catch (const std::exception&) {
    throw Error(198, o.name + "() takes a length", o.argument_span, {"width(5) or width(12cm)"});
  }
  const std::string unit(kit::trim(std::string_view(o.argument).substr(end)));
  const double inches = unit == "cm" ? x / 2.54 : unit == "pt" ? x / 72 : unit == "in" || unit.empty() ? x : -1;
  if (!(inches > 0 && inches < 50))
    throw Error(198, o.name + "() takes a length in in, cm or pt", o.argument_span, {"width(5) or width(12cm)"});
  return inches;
}

void add_image(BodyAndOptions o, Session& s) {
  report::WordParagraph& p = last_paragraph(draft(s));
  const std::string path = kit::unquoted(kit::trim(o.body));
  report::WordPicture picture;
  picture.png = s.host().read(path);
  if (picture.png.size() < 24 || picture.png.compare(0, 4, "\x89PNG") != 0)
    throw Error(198, path + " is no PNG file", std::nullopt, {"graph export figure.png writes one"});
  const double across = big_endian(picture.png, 16), down = big_endian(picture.png, 20);
  const ast::Option *width = o.find("Width"), *height = o.find("Height");
  o.check_all_known();
  picture.width = width ? length_of(*width) : height ? length_of(*height) * across / down : std::min(6.0, across / 96);
  picture.height = height ? length_of(*height) : picture.width * down / across;
  p.pictures.push_back(std::move(picture));
}

report::WordCell cell_of(std::string text, const std::string& alignment) {
  report::WordCell c;
  c.alignment = alignment;
  if (text.empty()) return c;
  c.runs.emplace_back();
  c.runs.back().text = std::move(text);
  return c;
}

std::vector<std::vector<report::WordCell>> estimates_cells(Session& s, const std::string& format) {
  if (!s.estimates()) throw Error(301, "last estimates not found");
  const Results& e = s.estimates()->results;
  const bool t = e.find_scalar("df_r") != nullptr;
  const std::string level = text::macro_number(s.settings().level);
  std::vector<std::vector<report::WordCell>> rows(1);
  for (const std::string& head : {e.macro_or("depvar"), std::string("Coefficient"), std::string("Std. err."),
                                  std::string(t ? "t" : "z"), std::string(t ? "P>|t|" : "P>|z|"), level + "% CI low",
                                  level + "% CI high"})
    rows[0].push_back(cell_of(head, rows[0].empty() ? "left" : "right"));
  std::string equation;
  for (const kit::CoefficientRow& r : kit::coefficient_rows(e, s.settings().level)) {
    if (r.state == kit::CoefficientRow::State::base || r.state == kit::CoefficientRow::State::empty) continue;
    if (r.name.equation != equation) {
      equation = r.name.equation;
      rows.emplace_back(7);
      rows.back()[0] = cell_of(equation, "left");
    }
    rows.emplace_back();
    rows.back().push_back(cell_of(r.name.name, "left"));
    const bool omitted = r.state == kit::CoefficientRow::State::omitted;
    const std::pair<double, std::string> values[] = {{r.b, format},        {r.se, format},  {r.statistic, "%9.2f"},
                                                     {r.p, "%9.3f"}, {r.low, format}, {r.high, format}};
    for (const auto& [x, f] : values)
      rows.back().push_back(cell_of(
          omitted ? (rows.back().size() == 1 ? "(omitted)" : "") : number_text(x, f.empty() ? "%9.0g" : f), "right"));
  }
  return rows;
}

std::vector<std::vector<report::WordCell>> matrix_cells(const eval::Matrix& m, bool row_names, bool column_names,
                                                        const std::string& format) {
  std::vector<std::vector<report::WordCell>> rows;
  if (column_names) {
    rows.emplace_back();
    if (row_names) rows.back().emplace_back();
    for (std::size_t j = 0; j < m.columns; ++j)
      rows.back().push_back(cell_of(j < m.column_names.size() ? m.column_names[j] : "c" + std::to_string(j + 1),
                                    "right"));
  }
  for (std::size_t i = 0; i < m.rows; ++i) {
    rows.emplace_back();
    if (row_names)
      rows.back().push_back(cell_of(i < m.row_names.size() ? m.row_names[i] : "r" + std::to_string(i + 1), "left"));
    for (std::size_t j = 0; j < m.columns; ++j) rows.back().push_back(cell_of(number_text(m(i, j), format), "right"));
  }
  return rows;
}

// data(varlist) [if] [in]: these rows of the frame, the names of variables above them when asked for.
std::vector<std::vector<report::WordCell>> data_cells(const std::string& list, const std::string& rows_of, bool names,
                                                      const std::string& format, Session& s) {
  const ast::Arguments only = grammar::parse_arguments(rows_of);
  const std::vector<std::uint8_t> use = s.context().select({only.condition, only.range});
  const Variables variables = command::resolve_variables(list, s.context());
  std::vector<std::vector<report::WordCell>> rows;
  if (names) {
    rows.emplace_back();
    for (const std::string& v : variables) rows.back().push_back(cell_of(v, "left"));
  }
  for (data::Row i = 0; i < s.frame().rows; ++i) {
    if (!use[i]) continue;
    rows.emplace_back();
    for (const std::string& name : variables) {
      const data::Variable& v = s.frame().at(name);
      if (v.is_string()) {
        rows.back().push_back(cell_of(std::string(v.column->text(i)), "left"));
        continue;
      }
      const double x = v.column->number(i);
      const data::ValueLabel* labels = s.frame().labels_of(v);
      const bool labelled = labels && labels->count(x) != 0;
      rows.back().push_back(labelled ? cell_of(labels->at(x), "left")
                                     : cell_of(number_text(x, format.empty() ? v.format : format), "right"));
    }
  }
  return rows;
}

std::vector<std::vector<report::WordCell>> new_cells(const std::string& what, BodyAndOptions& o,
                                                     const std::string& format, Session& s) {
  std::string_view rest = what;
  if (rest == "etable") return estimates_cells(s, format);
  const std::size_t open = rest.find('('), close = rest.find(')');
  const bool rows_follow = kit::lower(kit::trim(rest.substr(0, open))) == "data" && close != std::string_view::npos;
  if (open == std::string_view::npos || (rest.back() != ')' && !rows_follow))
    throw Error(198, "putdocx table needs (rows, columns), matrix(), data() or etable");
  const std::string word = kit::lower(kit::trim(rest.substr(0, open)));
  const std::size_t end = rows_follow ? close : rest.size() - 1;
  const std::string inside = kit::unquoted(kit::trim(rest.substr(open + 1, end - open - 1)));
  if (kit::abbreviates(word, "MATrix")) {
    const bool rows = o.find("ROWNames") != nullptr, columns = o.find("COLNames") != nullptr;
    return matrix_cells(kit::matrix_value(inside, s), rows, columns, format);
  }
  if (word == "data")
    return data_cells(inside, std::string(rest.substr(end + 1)), o.find("VARNames") != nullptr, format, s);
  if (!word.empty()) throw Error(198, word + "() is not available with putdocx table");
  const std::size_t comma = kit::find_outside(inside, ',');
  if (comma == std::string::npos) throw Error(198, "putdocx table t = (rows, columns)");
  const double rows = s.number(inside.substr(0, comma)), columns = s.number(inside.substr(comma + 1));
  if (!(rows >= 1 && rows <= 32767 && columns >= 1 && columns <= 63))
    throw Error(198, "a table has 1 to 32767 rows and 1 to 63 columns");
  return std::vector<std::vector<report::WordCell>>(static_cast<std::size_t>(rows),
                                                    std::vector<report::WordCell>(static_cast<std::size_t>(columns)));
}

// t(i, j) = (expression): text of one cell.
void set_cell(const std::string& name, const std::string& place, const std::string& value, BodyAndOptions& o,
              Session& s) {
  Draft& d = draft(s);
  const auto at = d.tables.find(name);
  if (at == d.tables.end())
    throw Error(198, "table " + name + " not found", std::nullopt, {"putdocx table t = (3, 2) makes one"});
  std::vector<std::vector<report::WordCell>>& rows = d.document.blocks[at->second].table.rows;
  const std::size_t comma = kit::find_outside(place, ',');
  if (comma == std::string::npos) throw Error(198, "a cell is named t(row, column)");
  const double i = s.number(place.substr(0, comma)), j = s.number(place.substr(comma + 1));
  if (!(i >= 1 && i <= static_cast<double>(rows.size()) && j >= 1 && j <= static_cast<double>(rows[0].size())))
    throw Error(198, "table " + name + " has no cell (" + place + ")");
  report::WordCell& cell = rows[static_cast<std::size_t>(i) - 1][static_cast<std::size_t>(j) - 1];
  Looks l = looks_of(o, s.context());
  const std::string alignment = alignment_of(o);
  const bool append = o.find("append") != nullptr;
  o.check_all_known();
  if (!value.empty()) l.run.text = evaluated(value, l.format, s);
  else if (!cell.runs.empty()) l.run.text = cell.runs.back().text;
  if (!append) cell.runs.clear();
  if (!l.run.text.empty()) cell.runs.push_back(std::move(l.run));
  if (!alignment.empty()) cell.alignment = alignment;
}

// width(80%), width(4in), width(10cm): in percent of the room between the margins of an inch.
double percent_of(const ast::Option& width, const report::WordDocument& d) {
  const std::string text(kit::trim(width.argument));
  const double page = d.landscape ? (d.letter ? 11 : 11.69) : (d.letter ? 8.5 : 8.27);
  const double percent = text.ends_with('%') ? std::atof(text.c_str()) : 100 * length_of(width) / (page - 2);
  if (!(percent > 0))
    throw Error(198, "width() is a share of the page or a length", width.argument_span, {"width(80%) or width(12cm)"});
  return std::min(percent, 100.0);
}

void add_table(BodyAndOptions o, Session& s) {
  const std::size_t equals = kit::find_outside(o.body, '=');
  const std::string left(kit::trim(std::string_view(o.body).substr(0, equals)));
  const std::string right =
      equals == std::string::npos ? "" : std::string(kit::trim(std::string_view(o.body).substr(equals + 1)));
  if (const std::size_t open = left.find('('); open != std::string::npos && left.back() == ')')
    return set_cell(std::string(kit::trim(left.substr(0, open))), left.substr(open + 1, left.size() - open - 2), right,
                    o, s);
  Draft& d = draft(s);
  if (right.empty() || !data::valid_name(left)) throw Error(198, "putdocx table name = (rows, columns)");
  report::WordBlock b;
  b.is_table = true;
  const ast::Option* format = o.find("NFORmat");
  b.table.rows = new_cells(right, o, format ? std::string(kit::trim(format->argument)) : "", s);
  if (b.table.rows.empty()) throw Error(2000, "no observations");
  if (const ast::Option* title = o.find("title")) b.table.title = kit::unquoted(title->argument);
  if (o.find("note"))
    for (const ast::Option& note : o.options)
      if (kit::lower(note.name) == "note") b.table.notes.push_back(kit::unquoted(note.argument));
  if (const ast::Option* border = o.find("border")) {
    const std::string kind = kit::lower(border->argument);
    const bool none = kind == "all, nil" || kind == "nil" || kind == "none";
    b.table.borders = none ? "none" : kind == "rules" ? "rules" : "all";
  }
  if (const ast::Option* width = o.find("WIDth")) b.table.percent = percent_of(*width, d.document);
  kit::note_without_effect(o, {"LAYout", "INDent", "HALign", "HEADERRow", "CELLMargin", "CELLSPacing", "MEMtable"}, s);
  o.check_all_known();
  d.document.blocks.push_back(std::move(b));
  d.tables[left] = d.document.blocks.size() - 1;
}

void add_page(Session& s) {
  report::WordBlock b;
  b.paragraph.new_page = true;
  draft(s).document.blocks.push_back(std::move(b));
}

void save(BodyAndOptions o, Session& s) {
  Draft& d = draft(s);
  const std::string path = kit::with_extension(kit::unquoted(kit::trim(o.body)), "docx");
  const bool replace = o.find("replace") != nullptr;
  if (o.find("append"))
    throw Error(198, "putdocx save cannot append to a file", std::nullopt, {"replace writes the document anew"});
  o.check_all_known();
  kit::require_free(s.context(), path, replace);
  s.host().write(path, report::word_file(d.document));
  d = Draft{};
  s.say("successfully created \"" + path + "\"");
}

void act(const Args& a, Session& s) {
  std::string_view rest = a.text;
  const std::size_t end = rest.find_first_of(" ,\t");
  const std::string word(rest.substr(0, end));
  BodyAndOptions o = kit::split_options(end == std::string_view::npos ? "" : std::string(rest.substr(end)));
  if (word == "begin") return begin(std::move(o), s);
  if (word == "clear") return void(s.state<Draft>() = Draft{});
  if (kit::abbreviates(word, "PARAgraph")) return add_paragraph(std::move(o), s);
  if (word == "text") return add_text(std::move(o), s);
  if (word == "table") return add_table(std::move(o), s);
  if (word == "image") return add_image(std::move(o), s);
  if (word == "pagebreak" || word == "sectionbreak") return add_page(s);
  if (word == "save") return save(std::move(o), s);
  throw Error(198, "putdocx " + word + " is not available", std::nullopt,
              {"putdocx begin, paragraph, text, table, image, pagebreak, save, clear"});
}

}  // namespace

extern const Command putdocx_command =
    define<Args>("putdocx", "A Word document written piece by piece")
        .raw(&Args::text)
        .no_by()
        .changes(Effect::files)
        .remark("putdocx begin; paragraph [, style(Heading1) halign()]; text (exp) [, bold italic underline font() "
                "nformat() linebreak]; table t = (rows, columns) | matrix(M) | data(varlist) [if] [in] | etable [, "
                "rownames colnames varnames nformat() title() note() border()]; table t(i, j) = (exp); image file.png "
                "[, width() height()]; pagebreak; save file [, replace].")
        .remark("The last estimates as etable have the columns of the coefficient table; tables of several models are "
                "what esttab and outreg2 write.")
        .example("A report of one regression",
                 "sysuse auto\nquietly regress price mpg\ntempfile f\nputdocx begin\nputdocx paragraph, style(Title)\n"
                 "putdocx text (\"Prices\")\nputdocx paragraph\nputdocx text (\"R-squared: \")\n"
                 "putdocx text (e(r2)), nformat(%5.3f) bold\nputdocx table t = etable\nputdocx save `f'.docx\n"
                 "scalar there = fileexists(\"`f'.docx\")",
                 "there == 1")
        .example("A matrix, and a table filled cell by cell",
                 "tempfile f\nputdocx begin\nmatrix M = (1, 2 \\ 3, 4)\n"
                 "putdocx table m = matrix(M), rownames colnames\nputdocx table t = (2, 2), title(\"Table 1\")\n"
                 "putdocx table t(1, 2) = (\"mean\"), bold halign(center)\n"
                 "putdocx table t(2, 2) = (exp(1)), nformat(%6.4f)\nputdocx save `f'.docx, replace\n"
                 "scalar there = fileexists(\"`f'.docx\")",
                 "there == 1")
        .acts(act);

}  // namespace nqp::commands::putdocx_
