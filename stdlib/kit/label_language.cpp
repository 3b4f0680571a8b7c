#include "stdlib/kit/label_language.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/text/joined.hpp"

namespace nqp::kit {
namespace {

const std::string list_key = "_lang_list", current_key = "_lang_c";
std::string text_key(const std::string& language) { return "_lang_v_" + language; }
std::string values_key(const std::string& language) { return "_lang_l_" + language; }

using Characteristics = std::map<std::string, std::string>;

void keep_labels(Characteristics& all, const std::string& key, const std::string& value) {
  if (value.empty()) all.erase(key);
  else all[key] = value;
}

std::string take(Characteristics& all, const std::string& key) {
  const auto it = all.find(key);
  if (it == all.end()) return {};
  std::string value = std::move(it->second);
  all.erase(it);
  return value;
}

void write_languages(data::Frame& f, const Languages& l) {
  f.characteristics[list_key] = text::joined(l.all);
  f.characteristics[current_key] = l.current;
}

void set_aside(data::Frame& f, const std::string& language) {
  keep_labels(f.characteristics, text_key(language), f.label);
  for (data::Variable& v : f.variables) {
    keep_labels(v.characteristics, text_key(language), v.label);
    keep_labels(v.characteristics, values_key(language), v.value_label);
  }
}

void bring_back(data::Frame& f, const std::string& language) {
  f.label = take(f.characteristics, text_key(language));
  for (data::Variable& v : f.variables) {
    v.label = take(v.characteristics, text_key(language));
    v.value_label = take(v.characteristics, values_key(language));
  }
}

void need(const Languages& l, const std::string& name) {
  if (!l.knows(name))
    throw Error(111, "language " + name + " not defined", std::nullopt,
                {"label language " + name + ", new defines it"});
}

void need_new(const Languages& l, const std::string& name) {
  if (l.knows(name)) throw Error(110, "language " + name + " already defined");
  if (!data::valid_name(name) || name.size() > 24) throw Error(198, name + " invalid name of a language");
}

}  // namespace

bool Languages::knows(const std::string& name) const { return std::find(all.begin(), all.end(), name) != all.end(); }

Languages languages_of(const data::Frame& f) {
  Languages l;
  const auto list = f.characteristics.find(list_key), current = f.characteristics.find(current_key);
  if (list == f.characteristics.end() || current == f.characteristics.end()) return l;
  l.all = grammar::split_words(list->second);
  l.current = current->second;
  if (!l.knows(l.current)) l.all.push_back(l.current);
  return l;
}

void use_language(data::Frame& f, const std::string& name) {
  Languages l = languages_of(f);
  need(l, name);
  if (name == l.current) return;
  set_aside(f, l.current);
  bring_back(f, name);
  l.current = name;
  write_languages(f, l);
}

void add_language(data::Frame& f, const std::string& name, bool copy) {
  Languages l = languages_of(f);
  need_new(l, name);
  set_aside(f, l.current);
  if (!copy) bring_back(f, name);
  l.all.push_back(name);
  l.current = name;
  write_languages(f, l);
}

void rename_language(data::Frame& f, const std::string& name) {
  Languages l = languages_of(f);
  need_new(l, name);
  std::replace(l.all.begin(), l.all.end(), l.current, name);
  l.current = name;
  write_languages(f, l);
}

void delete_language(data::Frame& f, const std::string& name) {
  Languages l = languages_of(f);
  need(l, name);
  if (l.all.size() == 1) throw Error(498, "language " + name + " is the only one: it may not be deleted");
  l.all.erase(std::find(l.all.begin(), l.all.end(), name));
  if (name == l.current) {
    l.current = l.all.front();
    bring_back(f, l.current);
  }
  f.characteristics.erase(text_key(name));
  for (data::Variable& v : f.variables) {
    v.characteristics.erase(text_key(name));
    v.characteristics.erase(values_key(name));
  }
  write_languages(f, l);
}

}  // namespace nqp::kit
