#include "stdlib/kit/new_variable.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/number_codec.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

constexpr std::array<std::string_view, 19> reserved = {"_all",  "_b",  "byte",  "_coef", "_cons", "double", "float",
                                                       "if",    "in",  "int",   "long",  "_n",    "_N",     "_pi",
                                                       "_pred", "_rc", "_skip", "strL", "using"};

// Blocks of ordinary numbers take a way without branches.
template <class T>
void round_trip(std::span<double> x) {
  std::int64_t unusual = 0;
  for (const double v : x) unusual += !(std::abs(v) <= data::surely_kept<T>());
  if (unusual == 0) {
    for (double& v : x) v = static_cast<double>(static_cast<T>(v));
  } else {
    for (double& v : x) v = data::decode(data::encode<T>(v));
  }
}

}  // namespace

Target parse_target(std::string_view text) {
  Target t;
  std::string_view rest = trim(text);
  if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
    t.value_label = std::string(trim(rest.substr(colon + 1)));
    rest = trim(rest.substr(0, colon));
  }
  std::string word = take_word(rest);
  if (!rest.empty()) {
    t.type = data::parse_type(word);
    if (!t.type)
      throw Error(198, word + " is no storage type", std::nullopt,
                  {"types are byte, int, long, float, double, str and str1 to str2045, strL"});
    t.any_width = word == "str";
    word = take_word(rest);
  }
  if (word.empty()) throw Error(100, "a new variable name is needed before the =");
  if (!rest.empty()) throw Error(103, "only one variable can be made at a time");
  t.name = word;
  return t;
}

void check_new_name(const data::Frame& f, const std::string& name) {
  const bool taken = std::find(reserved.begin(), reserved.end(), name) != reserved.end() ||
                     (name != "str" && data::parse_type(name) && starts_with(name, "str"));
  if (taken)
    throw Error(198, name + " invalid name", std::nullopt, {"the language keeps this word; take another name"});
  if (!data::valid_name(name))
    throw Error(198, name + " invalid name", std::nullopt,
                {"names have up to 32 letters, digits and _, and do not begin with a digit"});
  if (f.find(name))
    throw Error(110, "variable " + name + " already defined", std::nullopt,
                {"replace changes a variable that exists; drop removes it"});
}

void check_new_name(const command::Context& c, const std::string& name) {
  try {
    check_new_name(c.frame, name);
  } catch (const Error& e) {
    throw Error(e.code, e.what(), c.place(name, {0, static_cast<std::uint32_t>(name.size())}), e.notes);
  }
}

data::Storage default_storage(const command::Context& c) {
  const auto type = data::parse_type(c.settings.type);
  return type && !type->is_string() ? type->storage : data::Storage::float_;
}

void place_last(data::Frame& f, const std::string& before, const std::string& after) {
  if (before.empty() && after.empty()) return;
  const auto at = f.index(before.empty() ? after : before);
  if (!at) throw Error(111, "variable " + (before.empty() ? after : before) + " not found");
  const auto begin = f.variables.begin() + static_cast<std::ptrdiff_t>(*at) + (before.empty() ? 1 : 0);
  std::rotate(begin, f.variables.end() - 1, f.variables.end());
}

double stored_value(double x, data::Storage s) {
  switch (s) {
    case data::Storage::byte_: return data::decode(data::encode<std::int8_t>(x));
    case data::Storage::int_: return data::decode(data::encode<std::int16_t>(x));
    case data::Storage::long_: return data::decode(data::encode<std::int32_t>(x));
    case data::Storage::float_: return data::decode(data::encode<float>(x));
    default: return data::decode(data::encode<double>(x));
  }
}

std::size_t write_counting_missing(data::NumericWriter& w, const Chunk& k, data::Storage s) {
  const std::span<double> x = k.values;
  const double kept = s == data::Storage::double_  ? data::surely_kept<double>()
                      : s == data::Storage::float_ ? data::surely_kept<float>()
                      : s == data::Storage::long_  ? data::surely_kept<std::int32_t>()
                      : s == data::Storage::int_   ? data::surely_kept<std::int16_t>()
                                                   : data::surely_kept<std::int8_t>();
  std::int64_t unusual = 0;
  if (!(k.largest <= kept))
    for (const double v : x) unusual += !(std::abs(v) <= kept);
  std::size_t missing_values = 0;
  if (unusual > 0) {
    as_stored(x, s);
    for (const double v : x) missing_values += data::is_missing(v);
  }
  if (!w.doubles() || x.data() != w.doubles() + k.first) w.write(k.first, x.size(), x.data());
  return missing_values;
}

void as_stored(std::span<double> x, data::Storage s) {
  switch (s) {
    case data::Storage::byte_: return round_trip<std::int8_t>(x);
    case data::Storage::int_: return round_trip<std::int16_t>(x);
    case data::Storage::long_: return round_trip<std::int32_t>(x);
    case data::Storage::float_: return round_trip<float>(x);
    default: return round_trip<double>(x);
  }
}

}  // namespace nqp::kit
