#include "stdlib/kit/estout_options.hpp"

#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using report::PaperFormat;

namespace {

std::vector<std::string> words_of(const ast::Option* o) {
  return o ? grammar::split_words(o->argument) : std::vector<std::string>();
}

std::vector<std::pair<std::string, std::string>> pairs_of(const ast::Option* o) {
  std::vector<std::pair<std::string, std::string>> out;
  if (!o) return out;
  const std::size_t comma = find_outside(o->argument, ',');
  const std::vector<std::string> texts = listed_texts(std::string_view(o->argument).substr(0, comma));
  if (texts.size() % 2 != 0)
    throw Error(198, "option " + o->name + "() takes pairs: a name and what to print for it", o->argument_span);
  for (std::size_t i = 0; i + 1 < texts.size(); i += 2) out.emplace_back(texts[i], texts[i + 1]);
  return out;
}

// refcat(term "text" term "text", nolabel | label(text))
void read_headings(const ast::Option& o, ModelTableOptions& out) {
  out.headings = pairs_of(&o);
  out.heading_mark = "ref.";
  const std::size_t comma = find_outside(o.argument, ',');
  if (comma == std::string::npos) return;
  BodyAndOptions inner;
  inner.options = grammar::parse_options(o.argument.substr(comma + 1));
  if (inner.find("NOLabel")) out.heading_mark.clear();
  if (const ast::Option* label = inner.find("Label")) out.heading_mark = unquoted(label->argument);
  inner.check_all_known();
}

// substitute(from to from to)
std::vector<std::pair<std::string, std::string>> substitutions_of(const ast::Option& o) {
  const std::vector<std::string> texts = listed_texts(o.argument);
  if (texts.size() % 2 != 0)
    throw Error(198, "option substitute() takes pairs: a text and what to print for it", o.argument_span);
  std::vector<std::pair<std::string, std::string>> out;
  for (std::size_t i = 0; i + 1 < texts.size(); i += 2)
    if (!texts[i].empty()) out.emplace_back(texts[i], texts[i + 1]);
  return out;
}

// "x *.year, relax": the names, and whether those that no model has are allowed.
std::vector<std::string> term_patterns(std::string_view text, bool& relaxed) {
  const std::size_t comma = find_outside(text, ',');
  if (comma != std::string_view::npos) {
    const std::string_view word = trim(text.substr(comma + 1));
    if (!abbreviates(word, "Relax")) throw Error(198, "option " + std::string(word) + " not allowed", std::nullopt,
                                                 {"behind the comma, relax allows names that no model has"});
    relaxed = true;
  }
  return grammar::split_words(text.substr(0, comma));
}

// "Year FE = *.year": patterns behind the equals sign.
Indicator indicator_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos)
    throw Error(198, "indicate() takes \"label = terms\"", std::nullopt,
                {"for example indicate(\"Year FE = *.year\")"});
  Indicator out;
  out.label = std::string(trim(std::string_view(text).substr(0, equals)));
  out.patterns = term_patterns(std::string_view(text).substr(equals + 1), out.relaxed);
  return out;
}

std::string statistic_label(const std::string& what, bool labels) {
  if (what == "N") return labels ? "Observations" : "N";
  if (!labels) return what;
  if (what == "r2") return "R-squared";
  if (what == "r2_a") return "Adjusted R-squared";
  if (what == "r2_p") return "Pseudo R-squared";
  if (what == "r2_w" || what == "r2_within") return "Within R-squared";
  if (what == "aic" || what == "bic") return upper(what);
  return what;
}

std::string statistic_format(const std::string& what) {
  if (starts_with(what, "r2")) return "%9.3f";
  const bool count = what == "N" || starts_with(what, "N_") || starts_with(what, "df_") || what == "rank";
  return count ? "%18.0g" : "a3";
}

// A format for each of several things: the last one serves those that follow.
std::string nth_format(const std::vector<std::string>& formats, std::size_t i, const std::string& otherwise) {
  return formats.empty() ? otherwise : table_format(formats[std::min(i, formats.size() - 1)], otherwise);
}

void read_stats(const ast::Option& o, bool labels, ModelTableOptions& out) {
  BodyAndOptions inner = split_options(o.argument);
  const ast::Option* format = inner.find("Fmt");
  const ast::Option* label = inner.find("Labels");
  for (const char* accepted : {"STar", "LAYout", "PChar", "Names"}) inner.find(accepted);
  inner.check_all_known();
  const std::vector<std::string> formats = words_of(format);
  std::vector<std::string> texts;
  if (label) texts = listed_texts(std::string_view(label->argument).substr(0, find_outside(label->argument, ',')));
  std::size_t i = 0;
  for (const std::string& what : grammar::split_words(inner.body)) {
    const std::string name = what == "ar2" ? "r2_a" : what;
    out.foot.push_back({name, i < texts.size() ? texts[i] : statistic_label(name, labels),
                        nth_format(formats, i, statistic_format(name))});
    ++i;
  }
}

CellStatistic cell_of(const std::string& text) {
  CellStatistic c;
  const std::size_t open = text.find('(');
  c.what = c.label = text.substr(0, open);
  if (open == std::string::npos) {
    c.formats = {c.what == "t" || c.what == "z" ? "%9.2f" : c.what == "p" ? "%9.3f" : "a3"};
    return c;
  }
  BodyAndOptions inner;
  inner.options = grammar::parse_options(text.substr(open + 1, text.rfind(')') - open - 1));
  if (inner.find("STar")) c.star = true;
  if (const ast::Option* f = inner.find("Fmt"))
    for (const std::string& word : grammar::split_words(f->argument)) c.formats.push_back(table_format(word, "a3"));
  if (const ast::Option* par = inner.find("PAR")) {
    std::vector<std::string> marks =
        par->has_argument ? listed_texts(par->argument) : std::vector<std::string>{"(", ")"};
    if (marks.size() == 3) c.between = marks[1];
    marks.resize(std::max<std::size_t>(marks.size(), 2));
    c.open = marks.front();
    c.close = marks.back();
  }
  if (const ast::Option* label = inner.find("Label")) c.label = unquoted(label->argument);
  if (inner.find("NOSTar")) c.star = false;
  if (inner.find("NOPAR")) c.open.clear(), c.close.clear();
  c.absolute = inner.find("ABS") != nullptr;
  if (const ast::Option* p = inner.find("PVALue")) c.p_of = std::string(trim(p->argument));
  if (const ast::Option* blank = inner.find("VACant")) c.vacant = unquoted(trim(blank->argument));
  c.keep = words_of(inner.find("Keep"));
  c.drop = words_of(inner.find("Drop"));
  for (const std::string& word : words_of(inner.find("Pattern"))) c.models.push_back(word == "1");
  inner.check_all_known();
  return c;
}

}  // namespace

std::string table_format(const std::string& typed, const std::string& by_default) {
  const std::string text(trim(typed));
  if (text.empty()) return by_default;
  if (text[0] == '%') {
    if (!text::valid_format(text)) throw Error(120, "invalid format " + text);
    return text;
  }
  const std::string digits = text[0] == 'a' ? text.substr(1) : text;
  const bool number = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!number || digits.size() > 2 || (digits.empty() && text[0] != 'a'))
    throw Error(198, "unknown format " + text, std::nullopt, {"formats are 3 (decimals), a3 (digits) or %9.3f"});
  return text;
}

std::vector<Star> star_levels(const std::string& typed) {
  const std::vector<std::string> words = grammar::split_words(typed);
  if (words.size() % 2 != 0 || words.empty())
    throw Error(198, "star() takes symbols and limits", std::nullopt, {"for example star(* 0.10 ** 0.05 *** 0.01)"});
  std::vector<Star> out;
  for (std::size_t i = 0; i < words.size(); i += 2) {
    const std::optional<double> given = parse_number(words[i + 1]);
    if (!given) throw Error(198, "star() takes symbols and limits: " + words[i + 1] + " is no limit");
    const double limit = *given;
    if (!(limit > 0 && limit <= 1)) throw Error(198, "limits of star() are between 0 and 1");
    out.push_back({unquoted(words[i]), words[i + 1], limit});
  }
  std::stable_sort(out.begin(), out.end(), [](const Star& a, const Star& b) { return a.limit > b.limit; });
  return out;
}

void read_rows(BodyAndOptions& line, ModelTableOptions& o) {
  if (const ast::Option* x = line.find("Keep")) o.keep = term_patterns(x->argument, o.keep_relaxed);
  if (const ast::Option* x = line.find("Drop")) o.drop = term_patterns(x->argument, o.drop_relaxed);
  bool relaxed = false;  // order(, relax) is allowed and changes nothing
  if (const ast::Option* x = line.find("ORDer")) o.order = term_patterns(x->argument, relaxed);
  o.order_adds = true;
  o.rename = pairs_of(line.find("REName"));
  for (const char* name : {"COEFlabels", "VARLabels"})
    for (auto& pair : pairs_of(line.find(name))) o.labels.push_back(std::move(pair));
  if (const ast::Option* x = line.find("Indicate")) {
    const std::size_t comma = find_outside(x->argument, ',');
    const std::string_view groups = trim(std::string_view(x->argument).substr(0, comma));
    const bool one = !groups.empty() && groups.find('"') == std::string_view::npos;
    if (one) o.indicators.push_back(indicator_of(std::string(groups)));
    else
      for (const std::string& text : listed_texts(groups)) o.indicators.push_back(indicator_of(text));
    if (comma != std::string::npos) {
      BodyAndOptions inner;
      inner.options = grammar::parse_options(x->argument.substr(comma + 1));
      if (const ast::Option* labels = inner.find("Labels")) {
        std::vector<std::string> texts = listed_texts(labels->argument);
        texts.resize(2);
        o.yes = texts[0];
        o.no = texts[1];
      }
      inner.check_all_known();
    }
  }
  if (const ast::Option* x = line.find("REFcat")) read_headings(*x, o);
  if (line.find("NOCONStant") || line.find("NOCons")) o.constant = false;
  line.find("CONStant");
  if (line.find("OMITted")) o.omitted = true;
  if (line.find("NOOMITted")) o.omitted = false;
  if (line.find("BASElevels")) o.base_levels = true;
  if (line.find("NOBASElevels")) o.base_levels = false;
  if (line.find("EFORM") || line.find("OR") || line.find("IRR")) o.eform = true;
  if (const ast::Option* x = line.find("INTERACTion")) o.interaction = unquoted(x->argument);
  if (const ast::Option* x = line.find("Level")) o.level = read_level(*x);
  if (const ast::Option* x = line.find("EQLabels")) {
    const std::vector<std::string> texts =
        listed_texts(std::string_view(x->argument).substr(0, find_outside(x->argument, ',')));
    o.equation_heads = texts.size() != 1 || lower(texts[0]) != "none";
    if (o.equation_heads) o.equation_labels = texts;
  }
  if (const ast::Option* x = line.find("TItle")) o.title = unquoted(x->argument);
}

void read_foot(BodyAndOptions& line, bool labels, ModelTableOptions& o) {
  const bool none = line.find("NOOBS") != nullptr, last = line.find("OBSLAST") != nullptr;
  line.find("OBS");
  const FootStatistic observations{"N", statistic_label("N", labels), "%18.0g"};
  if (!none && !last) o.foot.push_back(observations);
  const auto fit = [&](const char* option, const char* what, const char* plain) {
    if (const ast::Option* x = line.find(option))
      o.foot.push_back(
          {what, labels ? statistic_label(what, true) : plain, table_format(x->argument, statistic_format(what))});
  };
  fit("r2", "r2", "R-sq");
  fit("ar2", "r2_a", "adj. R-sq");
  fit("pr2", "r2_p", "pseudo R-sq");
  fit("aic", "aic", "AIC");
  fit("bic", "bic", "BIC");
  if (const ast::Option* label = line.find("R2LABel"))
    for (FootStatistic& f : o.foot)
      if (f.what == "r2") f.label = unquoted(label->argument);
  const std::vector<std::string> formats = words_of(line.find("SFMT"));
  if (const ast::Option* x = line.find("SCAlars")) {
    std::size_t i = 0;
    for (const std::string& text :
         listed_texts(std::string_view(x->argument).substr(0, find_outside(x->argument, ',')))) {
      std::string_view rest = text;
      const std::string what = take_word(rest);
      o.foot.push_back({what, rest.empty() ? statistic_label(what, labels) : std::string(rest),
                        nth_format(formats, i++, statistic_format(what))});
    }
  }
  if (!none && last) o.foot.push_back(observations);
  // stats() says what the whole foot is; do-files write r2 or ar2 beside it.
  if (const ast::Option* stats = line.find("STats") ? line.find("STats") : line.find("S")) {
    o.foot.clear();
    read_stats(*stats, labels, o);
  }
}

void read_file(BodyAndOptions& line, const std::string& path, TableFile& file) {
  file.path = path;
  if (const auto f = report::format_of_ending(path)) file.format = *f;
  struct Word {
    const char* option;
    PaperFormat format;
  };
  bool asked = false;
  for (const Word& w :
       {Word{"rtf", PaperFormat::rtf}, Word{"docx", PaperFormat::docx}, Word{"tex", PaperFormat::tex},
        Word{"BOOKtabs", PaperFormat::tex}, Word{"html", PaperFormat::html}, Word{"md", PaperFormat::markdown},
        Word{"mmd", PaperFormat::markdown}, Word{"csv", PaperFormat::csv}, Word{"SCsv", PaperFormat::csv},
        Word{"tab", PaperFormat::tab}, Word{"xlsx", PaperFormat::xlsx}, Word{"FIXed", PaperFormat::text},
        Word{"smcl", PaperFormat::text}})
    if (line.find(w.option)) {
      file.format = w.format;
      asked = true;
    }
  file.style.booktabs = line.find("BOOKtabs") != nullptr;
  file.style.fragment = line.find("FRagment") != nullptr;
  file.style.page = line.find("PAGE") != nullptr;
  file.style.landscape = line.find("LANDscape") != nullptr;
  file.style.plain_csv = line.find("PLAIN") != nullptr;
  if (const ast::Option* x = line.find("ALIGNment")) file.style.alignment = unquoted(x->argument);
  if (const ast::Option* x = line.find("Width")) file.style.width = unquoted(x->argument);
  if (file.format == PaperFormat::tex)
    for (const auto& [option, part] : {std::pair{"PREHead", &file.style.prehead}, {"POSTHead", &file.style.posthead},
                                       {"PREFoot", &file.style.prefoot}, {"POSTFoot", &file.style.postfoot}})
      if (const ast::Option* x = line.find(option)) *part = listed_texts(x->argument);
  if (const ast::Option* x = line.find("SUBstitute")) file.substitutions = substitutions_of(*x);
  file.replace = line.find("replace") != nullptr;
  file.append = line.find("append") != nullptr;
  const bool no_ending =
      path.find('.', path.find_last_of("/\\") == std::string::npos ? 0 : path.find_last_of("/\\")) == std::string::npos;
  if (path.empty() || !no_ending) return;
  static const char* const endings[] = {"txt", "csv", "tab", "rtf", "docx", "tex", "html", "md", "xlsx"};
  file.path += std::string(".") + (asked ? endings[static_cast<int>(file.format)] : "txt");
}

namespace {

// "b & se(par) ." of one row; & puts what follows into the cell before it.
std::vector<CellStatistic> cells_of_row(std::string_view text) {
  std::vector<CellStatistic> out;
  bool joined = false;
  for (text = trim(text); !text.empty(); text = trim(text)) {
    const std::string word = take_word(text);
    if (word == "&") {
      joined = true;
      continue;
    }
    out.push_back(cell_of(word));
    out.back().joined = joined && out.size() > 1;
    joined = false;
  }
  return out;
}

}  // namespace

void read_cells(const std::string& typed, ModelTableOptions& o) {
  o.lines.clear();
  bool joined = false;
  for (std::string_view rest = trim(typed); !rest.empty();) {
    const std::string word = take_word(rest);
    if (word == "&") {
      joined = !o.lines.empty();
      continue;
    }
    const bool grouped = word.front() == '(' && word.back() == ')';
    std::vector<CellStatistic> line = cells_of_row(grouped ? word.substr(1, word.size() - 2) : unquoted(word));
    if (line.empty()) continue;
    line.front().joined = joined;
    if (joined) o.lines.back().insert(o.lines.back().end(), line.begin(), line.end());
    else o.lines.push_back(std::move(line));
    joined = false;
  }
  if (o.lines.empty()) throw Error(198, "cells() names no statistic");
}

void refuse_margin(BodyAndOptions& line) {
  if (const ast::Option* o = line.find("Margin"))
    throw Error(198, "option " + o->name + " is not supported: the table would show coefficients", o->name_span,
                {"margins, dydx(*) post and eststo make a model of the marginal effects"});
}

void set_column_labels(const std::vector<std::string>& texts, ModelTableOptions& o) {
  for (auto& line : o.lines)
    for (CellStatistic& c : line) c.label.clear();
  for (std::size_t k = 0; k < texts.size() && k < o.lines[0].size(); ++k) o.lines[0][k].label = texts[k];
}

std::vector<HeadGroup> head_groups(const std::string& typed, std::size_t models) {
  BodyAndOptions inner = split_options(typed);
  const ast::Option* pattern = inner.find("Pattern");
  for (const char* accepted : {"Prefix", "Suffix", "SPAN", "ERepeat", "LHS", "Begin", "End"}) inner.find(accepted);
  inner.check_all_known();
  const std::vector<std::string> texts = listed_texts(inner.body);
  std::vector<std::string> starts = words_of(pattern);
  std::vector<HeadGroup> out;
  if (starts.empty())
    for (std::size_t j = 0; j < models; ++j) starts.push_back(j < texts.size() ? "1" : "0");
  std::size_t next = 0;
  for (std::size_t j = 0; j < models; ++j) {
    if (j < starts.size() && starts[j] == "1") {
      out.push_back({next < texts.size() ? texts[next] : "", 1});
      ++next;
    } else if (out.empty()) {
      out.push_back({"", 1});
    } else {
      ++out.back().span;
    }
  }
  return out;
}

report::PaperNote star_limits(const ModelTableOptions& o) {
  report::PaperNote n;
  for (const Star& s : o.stars) n.stars.emplace_back(s.symbol, s.text);
  return n;
}

}  // namespace nqp::kit
