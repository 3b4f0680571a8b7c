#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/delimited.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::import_delimited_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body, file;
  std::string delimiters, variable_names, encoding, rows, columns, string_columns, numeric_columns, numbers,
      strip_quotes, bind_quotes = "strict", name_case = "lower", decimal, group, locale, empty_lines, quoted_rows;
  bool clear = false, as_double = false, as_float = false, short_strings = false;
  int threads = 0;
};

using Ends = std::pair<std::optional<std::size_t>, std::optional<std::size_t>>;

// "3", "3:20", ":20", "3:".
Ends range_of(const std::string& text, const char* option) {
  Ends out;
  const std::size_t colon = text.find(':');
  const auto number = [&](std::string_view s) -> std::optional<std::size_t> {
    const std::string word(kit::trim(s));
    if (word.empty()) return std::nullopt;
    const std::vector<double> x = grammar::parse_numlist(word);
    if (x.size() != 1 || x[0] < 1 || x[0] != std::trunc(x[0]))
      throw Error(198, std::string(option) + "() takes two positive integers", std::nullopt, {"for example 2:100"});
    return static_cast<std::size_t>(x[0]);
  };
  out.first = number(std::string_view(text).substr(0, colon));
  if (colon != std::string::npos) out.second = number(std::string_view(text).substr(colon + 1));
  return out;
}

std::vector<std::size_t> columns_of(const std::string& text, bool& all) {
  all = text == "_all";
  std::vector<std::size_t> out;
  if (all || text.empty()) return out;
  for (const double x : grammar::parse_numlist(text)) out.push_back(static_cast<std::size_t>(std::max(x, 0.0)));
  return out;
}

// "characters", collapse: several count as one; "::", asstring: one delimiter of several characters.
void read_delimiters(std::string_view words, data::DelimitedOptions& o) {
  bool as_text = false;
  if (const std::size_t comma = words.rfind(','); comma != std::string_view::npos && comma > 0) {
    const std::string_view option = kit::trim(words.substr(comma + 1));
    o.collapse_delimiters = kit::abbreviates(option, "collapse");
    as_text = kit::abbreviates(option, "asstring");
    if (o.collapse_delimiters || as_text) words = words.substr(0, comma);
  }
  if (kit::abbreviates(kit::trim(words.substr(0, words.find(','))), "nothing") || words.empty()) return;
  const std::string characters = kit::delimiter_of(kit::unquoted(words));
  if (as_text && characters.size() > 1) o.delimiter_text = characters;
  else o.delimiters = characters;
}

data::DelimitedOptions options_of(const Args& a, const Context& c) {
  using Case = data::DelimitedOptions::Case;
  data::DelimitedOptions o;
  read_delimiters(a.delimiters, o);
  o.empty_lines_are_rows = a.empty_lines == "fill";
  if (a.variable_names == "nonames") o.names_row = 0;
  else if (!a.variable_names.empty()) o.names_row = range_of(a.variable_names, "varnames").first;
  o.name_case = a.name_case == "upper" ? Case::upper : a.name_case == "preserve" ? Case::preserve : Case::lower;
  o.encoding = a.encoding;
  std::tie(o.first_row, o.last_row) = range_of(a.rows, "rowrange");
  std::tie(o.first_column, o.last_column) = range_of(a.columns, "colrange");
  o.string_columns = columns_of(a.string_columns, o.all_strings);
  o.numeric_columns = columns_of(a.numeric_columns, o.all_numeric);
  o.strip_quotes = a.strip_quotes != "no";
  o.bind_quotes = a.bind_quotes != "nobind";
  o.doubles = a.as_double || (!a.as_float && c.settings.type == "double");
  return o;
}

// The separators of numbers as they stand in the file: one character each. A blank for groups is any of the blanks
// that writers of numbers use.
struct Separators {
  char decimal = '.', group = '\0';
};

// How numbers are written where `locale` is spoken (as the Unicode CLDR has it): de_DE, fr, pt_BR.
Separators separators_of_locale(const std::string& locale) {
  const std::string name = kit::lower(kit::unquoted(locale)), language = name.substr(0, name.find_first_of("_-"));
  const auto among = [&](std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), language) != list.end();
  };
  if (name == "de_ch" || name == "it_ch") return {'.', '\''};
  if (name == "es_mx" || name == "es_us") return {'.', ','};
  if (among({"en", "zh", "ja", "ko", "th", "he", "ar", "hi", "fa", "ur", "ms", "ga"})) return {'.', ','};
  if (among({"de", "es", "it", "nl", "pt", "da", "el", "id", "tr", "vi", "ro", "hr", "sl", "sr", "is", "ca"}))
    return {',', '.'};
  if (among({"fr", "ru", "pl", "cs", "sk", "sv", "fi", "nb", "no", "nn", "uk", "hu", "bg", "et", "lt", "lv", "be"}))
    return {',', ' '};
  throw Error(198, "parselocale(): locale " + locale + " is not known", std::nullopt,
              {"name the characters: decimalseparator(,) groupseparator(.)"});
}

Separators separators_of(const Args& a) {
  const Separators usual = a.locale.empty() ? Separators{} : separators_of_locale(a.locale);
  const auto one = [](const std::string& text, const char* option, char otherwise) {
    const std::string s = kit::unquoted(text);
    if (text.empty()) return otherwise;
    if (s.size() != 1 || (s[0] >= '0' && s[0] <= '9') || s[0] == '-' || s[0] == '+')
      throw Error(198, std::string(option) + "() takes one character that is no digit or sign");
    return s[0];
  };
  const Separators out{one(a.decimal, "decimalseparator", usual.decimal), one(a.group, "groupseparator", usual.group)};
  if (out.decimal == out.group) throw Error(198, "decimalseparator() and groupseparator() must differ");
  return out;
}

std::string with_plain_separators(std::string_view text, Separators s) {
  constexpr std::string_view fixed_blanks[] = {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"};  // U+00A0, 202F, 2009
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char ch = text[i];
    if (ch == s.group) continue;
    std::size_t blank = 0;
    for (const std::string_view b : fixed_blanks)
      if (s.group == ' ' && kit::starts_with(text.substr(i), b)) blank = b.size();
    if (blank > 0) {
      i += blank - 1;
      continue;
    }
    out += ch == s.decimal ? '.' : ch == '.' ? ',' : ch;  // a stray point is no decimal point
  }
  return out;
}

// The column as numbers, nullptr when one of its texts is none.
data::ColumnPtr as_numbers(const data::Column& column, Separators s, bool doubles) {
  std::vector<double> x(column.size(), data::missing);
  bool whole = true;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (column.missing_at(i) || column.text(i) == ".") continue;
    const auto number = kit::parse_number(with_plain_separators(column.text(i), s));
    if (!number) return nullptr;
    x[i] = *number;
    whole = whole && (data::is_missing(x[i]) || x[i] == std::trunc(x[i]));
  }
  if (whole) return data::make_narrowest(x);
  return data::make_numeric(doubles ? data::Storage::double_ : data::Storage::float_, x);
}

// Were the names taken for data? Nothing in the first row is a number, and some column holds numbers below it.
bool begins_with_names(const data::Frame& f, Separators s) {
  if (f.rows < 2 || f.variables.empty() || f.variables[0].name != "v1") return false;
  const auto number = [&](const data::Column& column, std::size_t row) {
    return kit::parse_number(with_plain_separators(column.text(row), s)).has_value();
  };
  bool some = false;
  for (const data::Variable& v : f.variables) {
    if (!v.is_string() || number(*v.column, 0)) return false;
    std::size_t row = 1;
    bool known = false;
    while (row < f.rows && (v.column->missing_at(row) || number(*v.column, row)))
      known = known || !v.column->missing_at(row), ++row;
    some = some || (row == f.rows && known);
  }
  return some;
}

// Everything was read as text; what is a number with these separators becomes one.
void read_numbers(data::Frame& f, Separators s, const data::DelimitedOptions& o, const data::DelimitedOptions& read) {
  const std::size_t before = read.first_column.value_or(1);
  for (std::size_t k = 0; k < f.variables.size(); ++k) {
    const auto is = [&](const std::vector<std::size_t>& list) {
      return std::find(list.begin(), list.end(), before + k) != list.end();
    };
    data::Variable& v = f.variables[k];
    if (!v.is_string() || o.all_strings || is(o.string_columns)) continue;
    if (const data::ColumnPtr numbers = as_numbers(*v.column, s, o.doubles)) {
      v.column = numbers;
      v.format = data::default_format(numbers->type());
    }
  }
}

Output run(const Args& a, const Context& c) {
  const bool with_using = !a.file.empty();
  std::string path = kit::unquoted(with_using ? a.file : a.body);
  if (path.empty()) throw Error(100, "using required", std::nullopt, {"write import delimited using file, clear"});
  if (!c.host.info(path).exists) path = kit::with_extension(path, "csv");
  const data::DelimitedOptions options = options_of(a, c);
  const std::string names = with_using ? a.body : "";
  const Separators separators = separators_of(a);
  if (a.decimal.empty() && a.group.empty() && a.locale.empty())
    return kit::read_delimited_file(c, path, options, names, a.clear);
  data::DelimitedOptions as_text = options;
  as_text.all_strings = true;
  Output out = kit::read_delimited_file(c, path, as_text, names, a.clear);
  if (a.variable_names.empty() && a.rows.empty() && begins_with_names(*out.frame, separators)) {
    as_text.names_row = 1;
    out = kit::read_delimited_file(c, path, as_text, names, a.clear);
  }
  read_numbers(*out.frame, separators, options, as_text);
  return out;
}

}  // namespace

extern const Command import_delimited_command =
    define<Args>("import DELIMited", "Read delimited text: CSV and its relatives")
        .anything(&Args::body)
        .using_file(&Args::file, false)
        .text("DELIMiters", &Args::delimiters,
              "comma, tab or characters; \"...\", collapse takes several as one, \"...\", asstring all as one")
        .text("VARNames", &Args::variable_names, "row that holds the names, or nonames")
        .choice("case", &Args::name_case, {"lower", "preserve", "upper"}, "letters of the names")
        .text("CHARset", &Args::encoding, "older name of encoding()")
        .text("ENCoding", &Args::encoding, "utf-8, gb18030, gbk, big5, latin1, utf-16le ...; found out when not given")
        .text("ROWRange", &Args::rows, "first:last row of the file")
        .text("COLRange", &Args::columns, "first:last column")
        .text("STRINGcols", &Args::string_columns, "columns to be read as strings, or _all")
        .text("NUMERICcols", &Args::numeric_columns, "columns to be read as numbers, or _all")
        .choice("STRIPQuotes", &Args::strip_quotes, {"yes", "no", "default"}, "remove quotes around text")
        .choice("BINDQuotes", &Args::bind_quotes, {"strict", "loose", "nobind"},
                "whether quoted text may hold line ends")
        .text("DECIMALSEParator", &Args::decimal, "character before the decimals, default a point")
        .text("GROUPSEParator", &Args::group, "character between the thousands, left out of numbers")
        .text("PARSELocale", &Args::locale, "numbers as they are written there: de_DE, fr_FR ...")
        .choice("EMPTYlines", &Args::empty_lines, {"skip", "fill"},
                "empty lines are left out, or are observations without values")
        .text("MAXQUOTEDrows", &Args::quoted_rows, "accepted; a quoted text may have any number of lines")
        .integer("THReads", &Args::threads, 1, 4096, "accepted")
        .flag("FAVORstrfixed", &Args::short_strings, "accepted; str# is always preferred to strL")
        .flag("asdouble", &Args::as_double, "decimals as double")
        .flag("asfloat", &Args::as_float, "decimals as float")
        .flag("clear", &Args::clear, "even if the data in memory are not saved")
        .alias("import delim")
        .no_by()
        .changes(Effect::data | Effect::files)
        .stores({{"r(N)", "observations read"}, {"r(k)", "variables read"}, {"r(delimiter)", "delimiters asked for"}})
        .remark(
            "Encodings are found out: UTF-8, UTF-16, else GB18030. Whole numbers get the least type "
            "that holds them; decimals are float, or double with asdouble or after set type double.")
        .example("Write and read back",
                 "sysuse auto\ntempfile t\nexport delimited using \"`t'\", replace\n"
                 "import delimited using \"`t'\", clear varnames(1) case(lower)",
                 "r(N) == 74 & foreign[1] == \"Domestic\"")
        .example("Some rows and columns",
                 "sysuse auto\ntempfile t\nexport delimited using \"`t'\", nolabel\nimport delimited \"`t'\", clear "
                 "rowrange(1:11) colrange(1:3) delimiters(\",\") stringcols(2) asdouble encoding(utf-8)",
                 "_N == 10 & price[1] == \"4099\" & c(k) == 3")
        .example("Decimal commas and thousands",
                 "tempfile t\nfile open h using \"`t'\", write text\nfile write h \"id;v;n\" _n \"1;1.234,5;a\" _n "
                 "\"2;-0,25;b\" _n\nfile close h\nimport delimited \"`t'\", clear varnames(1) delimiters(\";\") "
                 "decimalseparator(,) groupseparator(.)",
                 "v[1] == 1234.5 & v[2] == -.25 & id[2] == 2 & n[1] == \"a\"")
        .example("Empty lines, and a delimiter of two characters",
                 "tempfile t\nfile open h using \"`t'\", write text\nfile write h \"id::v\" _n \"1::a:b\" _n _n "
                 "\"2::c\" _n\nfile close h\nimport delimited \"`t'\", clear delimiters(\"::\", asstring) "
                 "emptylines(fill) charset(utf-8)",
                 "_N == 3 & v[1] == \"a:b\" & missing(id[2]) & id[3] == 2")
        .example("Numbers of a country",
                 "tempfile t\nfile open h using \"`t'\", write text\nfile write h \"id;v\" _n \"1;1.234,5\" _n "
                 "\"2;-0,25\" _n\nfile close h\nimport delimited \"`t'\", clear delimiters(\";\") parselocale(de_DE) "
                 "favorstrfixed maxquotedrows(50) emptylines(skip) threads(2)",
                 "v[1] == 1234.5 & v[2] == -.25")
        .runs(run);

}  // namespace nqp::commands::import_delimited_
