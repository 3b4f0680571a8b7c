#include "stdlib/kit/axis_options.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/chart_marks.hpp"
#include "stdlib/kit/mark_styles.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

namespace {

// Quoted texts are lines of their own.
std::string heading_lines(std::string_view body) {
  std::string out;
  bool quoted = false;
  for (body = trim(body); !body.empty();) {
    const std::string word = take_word(body);
    const bool own_line = quoted_length(word) == word.size() && (word[0] == '"' || word[0] == '`');
    if (!out.empty()) out += own_line || quoted ? "\n" : " ";
    out += unquoted(word);
    quoted = own_line;
  }
  return out;
}

// Fractions with as many decimals as the longest of them needs, as chosen ticks have.
std::string common_format(const std::vector<double>& list) {
  int decimals = 0;
  for (const double x : list)
    while (decimals < 7 && std::abs(x * std::pow(10, decimals) - std::round(x * std::pow(10, decimals))) > 1e-6)
      ++decimals;
  return decimals == 0 || decimals == 7 ? "%9.0g" : "%12." + std::to_string(decimals) + "f";
}

}  // namespace

double label_angle(const std::string& argument) {
  const std::string word = unquoted(argument);
  return word == "vertical" ? 90 : abbreviates(word, "Horizontal") ? 0 : std::atof(word.c_str());
}

std::string first_text(const std::string& argument) {
  std::string out;
  for (const std::string& t : listed_texts(std::string_view(argument).substr(0, find_outside(argument, ','))))
    out += (out.empty() ? "" : " ") + t;
  return out;
}

std::vector<ast::Option> suboptions(const std::string& argument) {
  const std::size_t comma = find_outside(argument, ',');
  return comma == std::string::npos ? std::vector<ast::Option>() : grammar::parse_options(argument.substr(comma + 1));
}

bool second_axis(const std::string& argument) {
  const std::vector<ast::Option> sub = suboptions(argument);
  return std::any_of(sub.begin(), sub.end(),
                     [](const ast::Option& o) { return o.name == "axis" && o.argument == "2"; });
}

bool read_text_look(const ast::Option& o, double usual_size, TextLook& look) {
  const std::string name = lower(o.name);
  const auto is = [&](const char* full) { return abbreviates(name, full); };
  if (is("SIze")) look.size = text_points(o.argument, usual_size);
  else if (is("Color")) look.colour = named_colour(o.argument);
  else if (is("POSition")) look.clock = std::clamp(std::atoi(o.argument.c_str()), 0, 12);
  else return false;
  return true;
}

void read_heading(const std::string& argument, double usual_size, std::string& text, TextLook& look) {
  text = heading_lines(std::string_view(argument).substr(0, find_outside(argument, ',')));
  for (const ast::Option& o : suboptions(argument)) read_text_look(o, usual_size, look);
}

void read_label_look(const ast::Option& o, Axis& a) {
  const std::string name = lower(o.name);
  const auto is = [&](const char* full) { return abbreviates(name, full); };
  if (is("ANGle")) a.angle = label_angle(o.argument);
  else if (is("Format")) a.format = unquoted(o.argument);
  else if (name == "grid") a.grid = true;
  else if (is("NOGRid")) a.grid = false;
  else if (is("VALuelabels")) a.show_codes = true;
  else if (is("LABSize")) a.label_look.size = text_points(o.argument, chart_size::tick);
  else if (is("LABColor")) a.label_look.colour = named_colour(o.argument);
  else if (is("NOTICks")) a.ticked = false;
  else if (is("NOLABels")) a.labelled = false;
  else if (is("GLColor")) a.grid = true, a.grid_pen.colour = named_colour(o.argument);
  else if (is("GLWidth")) a.grid = true, a.grid_pen.width = line_width(o.argument);
  else if (is("GLPattern")) a.grid = true, a.grid_pen.dashes = dashes_of(o.argument);
}

void read_labels(const std::string& argument, Axis& a) {
  bool adds = false;
  for (const ast::Option& o : suboptions(argument)) {
    if (lower(o.name) == "add") adds = true;
    else read_label_look(o, a);
  }
  std::string_view body = std::string_view(argument).substr(0, find_outside(argument, ','));
  body = trim(body);
  if (body.empty()) return;
  if (body == "none" || body == "\"\"") {
    a.ticked = a.labelled = false;
    return;
  }
  if (body[0] == '#') {
    a.tick_count = std::clamp(std::atoi(std::string(body.substr(1)).c_str()), 2, 30);
    return;
  }
  std::string numbers;
  const auto flush = [&] {
    if (trim(numbers).empty()) return;
    const std::vector<double> list = grammar::parse_numlist(numbers);
    const std::string format = a.format.empty() ? common_format(list) : a.format;
    for (const double x : list) a.ticks.emplace_back(x, text::trimmed(text::format_number(x, format)));
    numbers.clear();
  };
  if (!adds) a.ticks.clear();
  while (!body.empty()) {
    const std::string word = take_word(body);
    if (quoted_length(word) == word.size() && !word.empty() && (word[0] == '"' || word[0] == '`')) {
      flush();
      if (a.ticks.empty()) throw Error(198, "a label stands behind the value it is for: xlabel(1 \"one\")");
      a.ticks.back().second = unquoted(word);
    } else if (word != "minmax") {
      numbers += " " + word;
    }
  }
  flush();
}

void read_ticks(const std::string& argument, bool small, Axis& a) {
  const std::string_view body = trim(std::string_view(argument).substr(0, find_outside(argument, ',')));
  if (body.empty() || body == "none") return;
  if (body[0] == '#')
    a.parts = std::clamp(std::atoi(std::string(body.substr(body.find_last_of('#') + 1)).c_str()), 0, 50);
  else (small ? a.small_marks : a.marks) = grammar::parse_numlist(body);
}

std::string with_times_as_numbers(const std::string& argument, const NumberOf& number) {
  const auto is_letter_or_digit = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  const auto digits = [](std::string_view s) {
    return !s.empty() && s.find_first_not_of("0123456789") == std::string_view::npos;
  };
  std::string out;
  for (std::size_t i = 0; i < argument.size();) {
    const std::size_t quoted = quoted_length(std::string_view(argument).substr(i));
    std::size_t end = i + std::max<std::size_t>(quoted, 1);
    if (quoted == 0)
      while (end < argument.size() && is_letter_or_digit(argument[i]) && is_letter_or_digit(argument[end])) ++end;
    std::string word = argument.substr(i, end - i);
    const std::size_t letter = word.find_first_not_of("0123456789");
    const bool period = letter == 4 && std::string_view("mqwh").find(word[4]) != std::string_view::npos &&
                        digits(std::string_view(word).substr(5));
    const bool day =
        (letter == 1 || letter == 2) && word.size() == letter + 7 && digits(std::string_view(word).substr(letter + 3));
    if (period || day)
      word = text::macro_number(number("t" + std::string(1, period ? word[4] : 'd') + "(" + word + ")"));
    out += word;
    i = end;
  }
  return out;
}

void read_guides(const std::string& argument, const NumberOf& number, Axis& a) {
  report::Pen pen;
  pen.colour = {90, 90, 90};
  pen.width = 0.8;
  for (const ast::Option& o : suboptions(argument)) {
    if (abbreviates(o.name, "LPattern")) pen.dashes = dashes_of(o.argument);
    else if (abbreviates(o.name, "LColor")) pen.colour = named_colour(o.argument);
    else if (abbreviates(o.name, "LWidth")) pen.width = line_width(o.argument);
  }
  std::string_view body = std::string_view(argument).substr(0, find_outside(argument, ','));
  std::vector<double> at;
  try {
    at = grammar::parse_numlist(body);
  } catch (const Error&) {
    at = {number(body)};
  }
  for (const double x : at) a.guides.push_back({x, pen});
}

void read_scale(const std::string& argument, Axis& a) {
  for (const ast::Option& o : grammar::parse_options(argument)) {
    const std::string name = lower(o.name);
    if (abbreviates(name, "Range")) {
      const std::vector<double> ends = grammar::parse_numlist(o.argument);
      if (!ends.empty()) a.low = *std::min_element(ends.begin(), ends.end());
      if (ends.size() > 1) a.high = *std::max_element(ends.begin(), ends.end());
    } else if (name == "log") {
      a.log = true;
    } else if (abbreviates(name, "REVerse")) {
      a.reversed = true;
    } else if (name == "off") {
      a.shown = false;
    } else if (abbreviates(name, "noLIne") || (abbreviates(name, "LStyle") && o.argument == "none") ||
               (abbreviates(name, "LColor") && o.argument == "none")) {
      a.lined = false;
    }
  }
}

}  // namespace nqp::kit
