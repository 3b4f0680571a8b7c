// Versions before 118 do not say how their text is encoded, and many Chinese files of later versions were saved
// without translating it. If everything is UTF-8 it stays; else it is GB18030 if everything is that; else Latin-1.
#include <functional>
#include <optional>

#include "interpreter/dataset/io/dta_layout.hpp"
#include "interpreter/dataset/io/encoding.hpp"

namespace nqp::data {
namespace {

using Visit = std::function<void(std::string&)>;

void visit_names(Frame& f, const Visit& visit) {
  for (Variable& v : f.variables) {
    visit(v.name);
    visit(v.value_label);
  }
  for (std::string& name : f.sorted_by) visit(name);
}

void visit_map(std::map<std::string, std::string>& m, const Visit& visit) {
  std::map<std::string, std::string> out;
  for (const auto& [key, value] : m) {
    std::string new_key = key, new_value = value;
    visit(new_key);
    visit(new_value);
    out[std::move(new_key)] = std::move(new_value);
  }
  m = std::move(out);
}

void visit_labels(Frame& f, const Visit& visit) {
  std::map<std::string, std::shared_ptr<const ValueLabel>> out;
  for (const auto& [name, labels] : f.value_labels) {
    std::string new_name = name;
    visit(new_name);
    auto copy = std::make_shared<ValueLabel>(*labels);
    for (auto& [value, text] : *copy) visit(text);
    out[std::move(new_name)] = std::move(copy);
  }
  f.value_labels = std::move(out);
}

// Texts outside of the columns.
void visit_texts(Frame& f, const Visit& visit) {
  visit_names(f, visit);
  visit(f.label);
  visit_map(f.characteristics, visit);
  visit_labels(f, visit);
  for (Variable& v : f.variables) {
    visit(v.label);
    visit_map(v.characteristics, visit);
  }
}

bool all_of_column(const Column& c, const std::function<bool(std::string_view)>& holds) {
  if (!c.is_string()) return true;
  for (std::uint32_t k = 0; k < c.dictionary()->size(); ++k) {
    if (!holds(c.dictionary()->text(k))) return false;
  }
  return true;
}

bool all_texts(Frame& f, const std::function<bool(std::string_view)>& holds) {
  bool all = true;
  visit_texts(f, [&](std::string& s) { all = all && holds(s); });
  for (const Variable& v : f.variables) all = all && all_of_column(*v.column, holds);
  return all;
}

ColumnPtr converted(const Column& c, const std::function<std::string(std::string_view)>& convert) {
  const Dictionary& d = *c.dictionary();
  std::vector<std::string> texts(d.size());
  for (std::uint32_t k = 0; k < d.size(); ++k) texts[k] = convert(d.text(k));
  StringWriter w(c.size());
  for (std::size_t i = 0; i < c.size(); ++i) w.set(i, texts[c.codes()[i]]);
  return w.finish(c.type());
}

}  // namespace

void make_text_utf8(Frame& f) {
  if (all_texts(f, is_utf8_maybe_cut)) return;
  // A text of half a character alone is no text cut short: it is another encoding.
  const auto is_gb = [](std::string_view s) {
    const auto text = is_ascii(s) ? std::optional<std::string>(s) : convert_encoding(s, "GB18030", true);
    return text && (s.empty() || !text->empty());
  };
  const char* encoding = all_texts(f, is_gb) ? "GB18030" : "ISO-8859-1";
  const auto convert = [&](std::string_view s) {
    return is_ascii(s) ? std::string(s) : convert_encoding(s, encoding, true).value_or(std::string(s));
  };
  visit_texts(f, [&](std::string& s) { s = convert(s); });
  for (Variable& v : f.variables) {
    if (v.is_string() && !all_of_column(*v.column, is_ascii)) v.column = converted(*v.column, convert);
  }
}

}  // namespace nqp::data
