#include "stdlib/kit/reshaping.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/dataset/panel.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::kit {
namespace {

using data::Row;

std::vector<data::ColumnPtr> reshaped_columns(const data::Frame& f, const std::vector<std::string>& names) {
  std::vector<data::ColumnPtr> out;
  for (const std::string& n : names) out.push_back(f.at(n).column);
  return out;
}

bool whole_number(std::string_view s) {
  return !s.empty() && s.size() < 16 && s.find_first_not_of("0123456789") == std::string_view::npos;
}

double reshape_number(const std::string& value) { return parse_number(value).value_or(data::missing); }

void sort_values(std::vector<std::string>& values, bool strings) {
  if (strings) std::sort(values.begin(), values.end());
  else
    std::sort(values.begin(), values.end(),
              [](const auto& a, const auto& b) { return reshape_number(a) < reshape_number(b); });
}

data::Type type_of(const std::vector<const data::Column*>& parts, const std::string& stub) {
  data::Type type = parts.front()->type();
  for (const data::Column* c : parts) {
    if (c->is_string() != type.is_string())
      throw Error(109, "the variables of " + stub + " are partly strings, partly numbers", std::nullopt,
                  {"destring or tostring make them alike"});
    if (!type.is_string()) type.storage = data::wider(type.storage, c->type().storage);
  }
  return type;
}

// Rows of the long data: for each row of the wide data one for every value.
data::ColumnPtr interleave(const std::vector<const data::Column*>& parts, data::Type type, std::size_t rows) {
  const std::size_t k = parts.size();
  if (type.is_string()) {
    data::StringWriter w(rows * k);
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < k; ++j)
        if (parts[j]) w.set(i * k + j, parts[j]->text(i));
    return w.finish();
  }
  constexpr std::size_t chunk = 1024;
  data::NumericWriter w(type.storage, rows * k);
  const std::size_t chunks = (rows + chunk - 1) / chunk;
  const std::size_t pieces = rows * k < 2 * numeric::worth_a_thread ? 1 : std::min<std::size_t>(chunks, 64);
  numeric::in_parallel(pieces, [&](std::size_t piece) {
    std::vector<double> column(chunk), block(chunk * k);
    const std::size_t end = std::min(rows, chunks * (piece + 1) / pieces * chunk);
    for (std::size_t at = chunks * piece / pieces * chunk; at < end; at += chunk) {
      const std::size_t n = std::min(chunk, end - at);
      for (std::size_t j = 0; j < k; ++j) {
        if (parts[j]) parts[j]->read(at, n, column.data());
        else std::fill(column.begin(), column.end(), data::missing);
        for (std::size_t i = 0; i < n; ++i) block[i * k + j] = column[i];
      }
      w.write(at * k, n * k, block.data());
    }
  });
  return w.finish();
}

// A column of the same kind whose values put(begin, end, from, to) makes, a stretch of rows at a time.
template <class Put>
data::ColumnPtr spread_values(const data::Column& c, std::size_t rows, const Put& put) {
  const auto fill = [&](const auto* from, auto* to) {
    numeric::in_stretches(rows, [&](std::size_t begin, std::size_t end) { put(begin, end, from, to); });
  };
  if (c.is_string()) {
    data::Buffer<std::uint32_t> codes(rows);
    fill(c.codes().data(), codes.data());
    return std::make_shared<const data::Column>(c.type(), std::move(codes), c.dictionary());
  }
  return std::visit(
      [&]<class T>(const data::Buffer<T>& values) -> data::ColumnPtr {
        data::Buffer<T> out(rows);
        fill(values.data(), out.data());
        return std::make_shared<const data::Column>(c.type().storage, std::move(out));
      },
      c.numbers());
}

// Every row k times.
data::ColumnPtr repeat_rows(const data::Column& c, std::size_t k) {
  return spread_values(c, c.size() * k, [k](std::size_t begin, std::size_t end, const auto* from, auto* to) {
    for (std::size_t i = begin, row = begin / k, left = k - begin % k; i < end; ++row, left = k) {
      const std::size_t n = std::min(left, end - i);
      std::fill_n(to + i, n, from[row]);
      i += n;
    }
  });
}

// The column as a whole, again and again.
data::ColumnPtr repeat_column(const data::Column& c, std::size_t times) {
  const std::size_t n = c.size();
  return spread_values(c, n * times, [n](std::size_t begin, std::size_t end, const auto* from, auto* to) {
    for (std::size_t i = begin, at = begin % n; i < end; ++i) {
      to[i] = from[at];
      if (++at == n) at = 0;
    }
  });
}

data::Variable long_variable(const data::Frame& f, const ReshapePlan& plan, const std::string& stub) {
  std::vector<const data::Column*> parts, present;
  const data::Variable* model = nullptr;
  for (const std::string& value : plan.values) {
    const data::Variable* v = f.find(wide_name(stub, value));
    parts.push_back(v ? v->column.get() : nullptr);
    if (!v) continue;
    present.push_back(v->column.get());
    if (!model) model = v;
  }
  const data::Type type = type_of(present, stub);
  data::Variable out;
  out.name = long_name(stub);
  out.column = interleave(parts, type, f.rows);
  out.format = type.is_string() ? data::default_format(out.column->type()) : model->format;
  out.value_label = model->value_label;
  return out;
}

// The values one after another, again and again.
data::Variable j_variable(const ReshapePlan& plan, std::size_t rows) {
  data::Variable out;
  out.name = plan.j;
  const std::size_t k = plan.values.size();
  std::vector<double> numbers(k);
  std::transform(plan.values.begin(), plan.values.end(), numbers.begin(), reshape_number);
  const data::ColumnPtr once = plan.string_j ? data::make_strings(plan.values) : data::make_narrowest(numbers);
  out.column = repeat_column(*once, rows);
  out.format = data::default_format(out.column->type());
  return out;
}

void check_identified(const data::Frame& f, const std::vector<std::string>& names, const std::string& message,
                      const std::string& list) {
  const data::Groups g = data::make_groups(reshaped_columns(f, names));
  if (g.count == f.rows) return;
  throw Error(9, message, std::nullopt, {"look with: duplicates list " + list});
}

data::Frame sorted(const data::Frame& f, const std::vector<std::string>& names) {
  std::vector<data::SortKey> keys;
  for (const std::string& n : names) keys.push_back({f.at(n).column});
  return data::is_sorted(keys, f.rows) ? f : data::gather(f, data::sort_order(keys, f.rows));
}

void keep_what_is_not_a_variable(data::Frame& to, const data::Frame& from) {
  to.value_labels = from.value_labels;
  to.characteristics = from.characteristics;
  to.label = from.label;
  to.changed = true;
}

std::string reshaped_text(const data::Column& c, std::size_t row) {
  return c.is_string() ? std::string(c.text(row)) : text::macro_number(c.number(row));
}

// Variables that are neither i, j nor reshaped must be constant within i.
void check_constant(const data::Frame& f, const data::Variable& v, const data::Groups& g) {
  for (std::size_t r = 0; r < f.rows; ++r) {
    const Row first = g.first[g.codes[r]];
    const bool same = v.is_string() ? v.column->codes()[r] == v.column->codes()[first]
                                    : v.column->number(r) == v.column->number(first);
    if (!same)
      throw Error(9, "variable " + v.name + " is not constant within the i variables", std::nullopt,
                  {"reshape it too (name it behind wide), or drop it"});
  }
}

}  // namespace

std::string wide_name(const std::string& stub, const std::string& value) {
  const std::size_t at = stub.find('@');
  return at == std::string::npos ? stub + value : stub.substr(0, at) + value + stub.substr(at + 1);
}

std::string long_name(const std::string& stub) {
  const std::size_t at = stub.find('@');
  return at == std::string::npos ? stub : stub.substr(0, at) + stub.substr(at + 1);
}

std::vector<std::string> values_in_names(const data::Frame& f, const ReshapePlan& plan) {
  std::set<std::string> found;
  for (const std::string& stub : plan.stubs) {
    const std::size_t at = std::min(stub.find('@'), stub.size());
    const std::string before = stub.substr(0, at), after = at < stub.size() ? stub.substr(at + 1) : "";
    for (const data::Variable& v : f.variables) {
      const std::string& n = v.name;
      if (n.size() <= before.size() + after.size() || n.compare(0, before.size(), before) != 0 ||
          n.compare(n.size() - after.size(), after.size(), after) != 0)
        continue;
      const std::string value = n.substr(before.size(), n.size() - before.size() - after.size());
      if (std::find(plan.i.begin(), plan.i.end(), n) != plan.i.end()) continue;
      if (plan.string_j || whole_number(value)) found.insert(value);
    }
  }
  std::vector<std::string> out(found.begin(), found.end());
  sort_values(out, plan.string_j);
  return out;
}

std::vector<std::string> values_in_data(const data::Frame& f, const std::string& j) {
  const data::Column& column = *f.at(j).column;
  const data::Groups g = data::make_groups({&f.at(j).column, 1});
  std::vector<std::string> out;
  for (const Row row : g.first) {
    if (column.missing_at(row)) throw Error(498, "variable " + j + " contains missing values");
    out.push_back(reshaped_text(column, row));
  }
  return out;
}

data::Frame to_long(const data::Frame& wide, const ReshapePlan& plan) {
  if (wide.find(plan.j))
    throw Error(110, "variable " + plan.j + " already defined", std::nullopt, {"are the data long already?"});
  check_identified(wide, plan.i, "variable " + text::joined(plan.i) + " does not uniquely identify the observations",
                   text::joined(plan.i));
  const std::size_t most = wide.variables.size() + plan.stubs.size() + 1,
                    fewer = plan.stubs.size() * plan.values.size();
  require_room(static_cast<double>(wide.rows) * static_cast<double>(plan.values.size()),
               8.0 * static_cast<double>(most > fewer ? most - fewer : 1));
  const data::Frame f = sorted(wide, plan.i);
  const std::set<std::string> units(plan.i.begin(), plan.i.end());
  std::set<std::string> moved, stubs_done;
  for (const std::string& stub : plan.stubs)
    for (const std::string& value : plan.values) moved.insert(wide_name(stub, value));

  data::Frame out;
  keep_what_is_not_a_variable(out, f);
  out.rows = f.rows * plan.values.size();
  const auto add_repeated = [&](data::Variable v) {
    v.column = repeat_rows(*v.column, plan.values.size());
    out.add(std::move(v));
  };
  for (const std::string& name : plan.i) add_repeated(f.at(name));
  out.add(j_variable(plan, f.rows));
  for (const data::Variable& v : f.variables) {
    if (units.contains(v.name)) continue;
    if (!moved.contains(v.name)) {
      add_repeated(v);
      continue;
    }
    for (const std::string& stub : plan.stubs) {
      const bool begins = std::any_of(plan.values.begin(), plan.values.end(),
                                      [&](const std::string& value) { return wide_name(stub, value) == v.name; });
      if (begins && stubs_done.insert(stub).second) out.add(long_variable(f, plan, stub));
    }
  }
  out.sorted_by = plan.i;
  out.sorted_by.push_back(plan.j);
  return out;
}

data::Frame to_wide(const data::Frame& lengthy, const ReshapePlan& plan) {
  std::vector<std::string> both = plan.i;
  both.push_back(plan.j);
  check_identified(lengthy, both, "values of variable " + plan.j + " not unique within " + text::joined(plan.i),
                   text::joined(both));
  const data::Groups units = data::make_groups(reshaped_columns(lengthy, plan.i));
  const data::Column& j = *lengthy.at(plan.j).column;
  std::vector<std::vector<Row>> rows(plan.values.size(), std::vector<Row>(units.count, data::no_row));
  {
    const data::Groups values = data::make_groups({&lengthy.at(plan.j).column, 1});
    std::vector<std::size_t> slot(values.count, plan.values.size());
    for (std::size_t g = 0; g < values.count; ++g) {
      const auto it = std::find(plan.values.begin(), plan.values.end(), reshaped_text(j, values.first[g]));
      slot[g] = static_cast<std::size_t>(it - plan.values.begin());
    }
    for (std::size_t r = 0; r < lengthy.rows; ++r)
      if (const std::size_t k = slot[values.codes[r]]; k < rows.size()) rows[k][units.codes[r]] = static_cast<Row>(r);
  }
  std::set<std::string> moved(plan.i.begin(), plan.i.end());
  moved.insert(plan.j);
  for (const std::string& stub : plan.stubs) moved.insert(lengthy.at(long_name(stub)).name);

  data::Frame out;
  keep_what_is_not_a_variable(out, lengthy);
  out.rows = units.count;
  const auto add_constant = [&](const data::Variable& source) {
    data::Variable v = source;
    v.column = data::gather(*v.column, units.first);
    out.add(std::move(v));
  };
  for (const std::string& name : plan.i) add_constant(lengthy.at(name));
  for (std::size_t k = 0; k < plan.values.size(); ++k)
    for (const std::string& stub : plan.stubs) {
      data::Variable v = lengthy.at(long_name(stub));
      v.column = data::gather(*v.column, rows[k]);
      v.label = plan.values[k] + " " + long_name(stub);
      v.name = wide_name(stub, plan.values[k]);
      if (!data::valid_name(v.name))
        throw Error(198, v.name + " invalid name", std::nullopt, {"values of " + plan.j + " become parts of names"});
      out.add(std::move(v));
    }
  for (const data::Variable& v : lengthy.variables) {
    if (moved.contains(v.name)) continue;
    check_constant(lengthy, v, units);
    add_constant(v);
  }
  out.sorted_by = plan.i;
  return out;
}

}  // namespace nqp::kit
