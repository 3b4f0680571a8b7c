#include "stdlib/kit/files.hpp"

#include <numeric>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/dataset/io/dta.hpp"
#include "interpreter/host/embedded.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/suggest.hpp"
#include "stdlib/kit/labels.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

constexpr std::string_view label_file = "labels.csv";

bool is_data(std::string_view file) { return file.ends_with(".csv") && file != label_file; }

std::string text_at(const data::Frame& f, std::string_view variable, std::size_t row) {
  return std::string(f.at(variable).column->text(row));
}

data::Frame label_table() {
  data::DelimitedOptions options;
  options.delimiters = ",";
  options.names_row = 1;
  options.all_strings = true;
  return data::read_delimited(host::embedded_files().at(std::string(label_file)), options).frame;
}

void describe_variable(data::Frame& f, const data::Frame& table, std::size_t row) {
  const auto i = f.index(text_at(table, "variable", row));
  if (!i) return;
  data::Variable& v = f.variables[*i];
  if (const auto type = data::parse_type(text_at(table, "type", row)); type && !type->is_string()) {
    v.column = data::convert(*v.column, type->storage);
    v.format = data::default_format(*type);
  }
  if (const std::string format = text_at(table, "format", row); !format.empty()) v.format = format;
  v.label = text_at(table, "label", row);
  v.value_label = text_at(table, "value_label", row);
  if (!v.value_label.empty()) set_label(f, v.value_label, parse_label_pairs(text_at(table, "codes", row)));
}

}  // namespace

std::string with_extension(const std::string& path, const std::string& extension) {
  if (path.empty()) return path;
  const std::size_t name = path.find_last_of("/\\");
  const std::size_t begin = name == std::string::npos ? 0 : name + 1;
  return path.find('.', begin) == std::string::npos ? path + "." + extension : path;
}

void require_saved(const command::Context& c, bool clear) {
  if (clear || !c.frame.changed || (c.frame.variables.empty() && c.frame.rows == 0)) return;
  throw Error(4, "data in memory would be lost", std::nullopt, {"save them, or add the option clear"});
}

void require_free(const command::Context& c, const std::string& path, bool replace) {
  if (!replace && c.host.info(path).exists)
    throw Error(602, "file " + path + " already exists", std::nullopt, {"option replace overwrites it"});
}

data::ByteSource source_of(host::Reader& file) {
  return {file.size(),
          [&file](std::uint64_t from, char* to, std::size_t bytes) { return file.read(from, to, bytes); }};
}

data::Frame load_dta(const command::Context& c, const std::string& path) {
  const std::string file = with_extension(path, "dta");
  try {
    const auto reader = c.host.open(file);
    return data::read_dta(source_of(*reader));
  } catch (const Error& e) {
    if (e.code == 601 || e.code == 603) throw;
    throw Error(e.code, file + ": " + e.what(), e.span, e.notes);
  }
}

void store_dta(const command::Context& c, const data::Frame& f, const std::string& path, int version) {
  data::DtaOptions options;
  options.version = version;
  options.timestamp = text::trimmed(text::format_number(c.host.clock(), "%tcDD_Mon_CCYY_HH:MM"));
  c.host.write_pieces(path, [&](const host::Sink& sink) { data::write_dta(f, options, sink); });
}

void store_table(const command::Context& c, const data::Frame& f, const std::string& path) {
  if (!path.ends_with(".csv")) return store_dta(c, f, path);
  std::vector<std::size_t> columns(f.variables.size());
  std::iota(columns.begin(), columns.end(), std::size_t{0});
  std::vector<data::Row> rows(f.rows);
  std::iota(rows.begin(), rows.end(), data::Row{0});
  c.host.write(path, data::write_delimited(f, columns, rows, {}));
}

std::vector<std::pair<std::string, std::string>> example_names() {
  const data::Frame table = label_table();
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [file, bytes] : host::embedded_files()) {
    if (!is_data(file)) continue;
    const std::string name = file.substr(0, file.size() - 4);
    std::string title;
    for (std::size_t i = 0; i < table.rows; ++i)
      if (table.at("dataset").column->text(i) == name && table.at("variable").column->text(i).empty())
        title = text_at(table, "label", i);
    out.emplace_back(name, title);
  }
  return out;
}

data::Frame load_example(const std::string& name) {
  const auto it = host::embedded_files().find(name + ".csv");
  if (it == host::embedded_files().end() || !is_data(it->first)) {
    std::vector<std::string> names;
    for (const auto& entry : example_names()) names.push_back(entry.first);
    std::vector<std::string> notes{"sysuse dir lists the data sets that are part of the program"};
    if (const std::string hint = text::did_you_mean(name, names); !hint.empty()) notes.insert(notes.begin(), hint);
    throw Error(601, "data set " + name + " not found", std::nullopt, notes);
  }
  data::DelimitedOptions options;
  options.delimiters = ",";
  options.names_row = 1;
  options.doubles = true;
  data::Frame f = data::read_delimited(it->second, options).frame;
  const data::Frame table = label_table();
  for (std::size_t i = 0; i < table.rows; ++i) {
    if (table.at("dataset").column->text(i) != name) continue;
    if (table.at("variable").column->text(i).empty()) f.label = text_at(table, "label", i);
    else describe_variable(f, table, i);
  }
  // The automobile data come sorted, and published do-files rely on it: by foreign: …
  if (name == "auto") f.sorted_by = {"foreign"};
  mark_fresh(f, name + ".dta");
  return f;
}

void mark_fresh(data::Frame& f, const std::string& path) {
  f.file = path;
  f.changed = false;
}

}  // namespace nqp::kit
