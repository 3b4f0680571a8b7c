#include "interpreter/dataset/frame.hpp"

#include <algorithm>
#include <array>

#include "grammar/ast/error.hpp"

namespace nqp::data {
namespace {

// A sort order is only as good as its first keys: those before the one that changed.
void forget_key(std::vector<std::string>& keys, std::string_view name) {
  keys.erase(std::find(keys.begin(), keys.end(), name), keys.end());
}

bool declares(const PanelDeclaration& p, std::string_view name) { return p.panel == name || p.time == name; }

Error not_found(std::string_view name) { return Error(111, "variable " + std::string(name) + " not found"); }

struct CodePointRange {
  char32_t first, last;
};

// Punctuation and symbols beyond ASCII that headers contain but names may not.
constexpr std::array<CodePointRange, 10> not_letters{{{0x80, 0xA9},
                                                      {0xAB, 0xB4},
                                                      {0xB6, 0xB9},
                                                      {0xBB, 0xBF},
                                                      {0x2000, 0x206F},
                                                      {0x2190, 0x2BFF},
                                                      {0x3000, 0x3004},
                                                      {0x3008, 0x3020},
                                                      {0xE000, 0xF8FF},
                                                      {0xFF00, 0xFF0F}}};
constexpr std::array<CodePointRange, 5> not_letters_wide{
    {{0xFF1A, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}, {0x1F000, 0x1FAFF}}};

bool letter_beyond_ascii(char32_t c) {
  const auto holds = [c](const CodePointRange& r) { return c >= r.first && c <= r.last; };
  return std::none_of(not_letters.begin(), not_letters.end(), holds) &&
         std::none_of(not_letters_wide.begin(), not_letters_wide.end(), holds);
}

// The code point at s[i], i moved past it; 0xFFFFFFFF when the bytes are not UTF-8.
char32_t next_code_point(std::string_view s, std::size_t& i) {
  constexpr char32_t bad = 0xFFFFFFFF;
  const auto lead = static_cast<unsigned char>(s[i++]);
  if (lead < 0x80) return lead;
  if (lead < 0xC2 || lead >= 0xF5) return bad;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t c = lead & (0x3Fu >> more);
  for (int k = 0; k < more; ++k, ++i) {
    if (i >= s.size() || (static_cast<unsigned char>(s[i]) & 0xC0) != 0x80) return bad;
    c = c << 6 | (static_cast<unsigned char>(s[i]) & 0x3Fu);
  }
  constexpr std::array<char32_t, 4> least{0, 0x80, 0x800, 0x10000};
  return c < least[static_cast<std::size_t>(more)] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? bad : c;
}

bool ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

}  // namespace

Frame::Frame() = default;
Frame::Frame(const Frame&) = default;
Frame::Frame(Frame&&) noexcept = default;
Frame& Frame::operator=(const Frame&) = default;
Frame& Frame::operator=(Frame&&) noexcept = default;
Frame::~Frame() = default;

const Variable* Frame::find(std::string_view name) const {
  const auto i = index(name);
  return i ? &variables[*i] : nullptr;
}

std::optional<std::size_t> Frame::index(std::string_view name) const {
  for (std::size_t i = 0; i < variables.size(); ++i) {
    if (variables[i].name == name) return i;
  }
  return std::nullopt;
}

const Variable& Frame::at(std::string_view name) const {
  if (const Variable* v = find(name)) return *v;
  throw not_found(name);
}

const ValueLabel* Frame::labels_of(const Variable& v) const {
  if (v.value_label.empty()) return nullptr;
  const auto it = value_labels.find(v.value_label);
  return it == value_labels.end() ? nullptr : it->second.get();
}

void Frame::add(Variable v) {
  if (find(v.name)) throw Error(110, "variable " + v.name + " already defined");
  if (variables.empty() && rows == 0) rows = v.column->size();
  if (v.column->size() != rows) throw Error(498, "variable " + v.name + " has another number of observations");
  if (v.format.empty()) v.format = default_format(v.column->type());
  variables.push_back(std::move(v));
  changed = true;
}

void Frame::replace(std::size_t i, ColumnPtr column) {
  forget_key(sorted_by, variables[i].name);
  variables[i].column = std::move(column);
  changed = true;
}

void Frame::remove(std::string_view name) {
  const auto i = index(name);
  if (!i) throw not_found(name);
  const std::string gone = variables[*i].name;
  if (panel && declares(*panel, gone)) panel.reset();
  forget_key(sorted_by, gone);
  variables.erase(variables.begin() + static_cast<std::ptrdiff_t>(*i));
  changed = true;
}

void Frame::rename(std::string_view from, const std::string& to) {
  const auto i = index(from);
  if (!i) throw not_found(from);
  if (!valid_name(to)) throw Error(198, to + " is not a valid variable name");
  const std::string old = variables[*i].name;
  if (old == to) return;
  if (find(to)) throw Error(110, "variable " + to + " already defined");
  std::replace(sorted_by.begin(), sorted_by.end(), old, to);
  if (panel && panel->panel == old) panel->panel = to;
  if (panel && panel->time == old) panel->time = to;
  variables[*i].name = to;
  changed = true;
}

bool valid_name(std::string_view name) {
  constexpr std::size_t longest = 32;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < name.size(); ++characters) {
    const bool first = i == 0;
    const char32_t c = next_code_point(name, i);
    if (c == 0xFFFFFFFF) return false;
    const bool digit = c >= '0' && c <= '9';
    if (c < 0x80 ? !(ascii_letter(c) || (digit && !first)) : !letter_beyond_ascii(c)) return false;
  }
  return characters >= 1 && characters <= longest;
}

Frame gather(const Frame& f, std::span<const Row> rows) {
  Frame out = f;
  out.rows = rows.size();
  out.changed = true;
  out.sorted_by.clear();
  for (Variable& v : out.variables) v.column = gather(*v.column, rows);
  for (SampleMark& s : out.samples) {
    if (s.column) s.column = gather(*s.column, rows);
  }
  return out;
}

void permute(Frame& f, std::span<const Row> order) {
  // A column may stand in the frame twice, as a variable and as a mark: it is moved once.
  std::vector<ColumnPtr*> places;
  for (Variable& v : f.variables) places.push_back(&v.column);
  for (SampleMark& s : f.samples)
    if (s.column) places.push_back(&s.column);
  std::size_t widest = 0;
  std::vector<std::pair<ColumnPtr*, ColumnPtr>> copies;  // of columns that others hold, too
  for (ColumnPtr* place : places) {
    if (place->use_count() == 1) widest = std::max(widest, (*place)->value_bytes());
    else copies.emplace_back(place, gather(**place, order));
  }
  Buffer<char> spare(widest * order.size());
  for (ColumnPtr* place : places)
    if (place->use_count() == 1) const_cast<Column&>(**place).permute(order, spare.span());
  for (auto& [place, copy] : copies) *place = std::move(copy);
}

Frame keep_rows(const Frame& f, std::span<const std::uint8_t> keep) {
  const auto kept = f.rows - static_cast<std::size_t>(std::count(keep.begin(), keep.end(), std::uint8_t{0}));
  if (kept == f.rows) return f;
  std::vector<Row> rows(kept + 1);  // without a branch: each row is written, those that stay are kept
  for (std::size_t i = 0, k = 0; i < f.rows; ++i) {
    rows[k] = static_cast<Row>(i);
    k += keep[i] != 0;
  }
  rows.resize(kept);
  Frame out = gather(f, rows);
  out.sorted_by = f.sorted_by;
  return out;
}

}  // namespace nqp::data
