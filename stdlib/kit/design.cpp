#include "stdlib/kit/design.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/factor_levels.hpp"
#include "stdlib/kit/series.hpp"

namespace nqp::kit {

using Kind = ast::VariableOperator::Kind;

namespace {

constexpr std::size_t most_slots = 32000;

// A term with its categorical factors first, as coefficients are named: c.x#i.g is i.g#c.x.
ast::Interaction factors_first(ast::Interaction t) {
  std::stable_partition(t.factors.begin(), t.factors.end(), [](const ast::Factor& f) { return is_categorical(f); });
  return t;
}

// What a term is about, levels aside: "i.g", "c.x". Sorted, so that a#b and b#a are the same; a factor of which only
// some levels are in the term is "2.g".
using Shape = std::multiset<std::string>;

std::string part_name(const ast::Factor& f) { return (is_categorical(f) ? "i." : "c.") + series_name(f); }


ast::VariableOperator operation(Kind kind, double level) {
  ast::VariableOperator op;
  op.kind = kind;
  op.levels = {level};
  return op;
}

ast::Factor design_at_level(const ast::Factor& f, double level) {
  ast::Factor out = series_of(f);
  out.operators.insert(out.operators.begin(), operation(Kind::indicator, level));
  return out;
}

// Levels asked for by number: 2.g, i(1/3).g.
std::vector<double> selected_levels(const ast::Factor& f) {
  for (const ast::VariableOperator& op : f.operators) {
    const bool marked = op.kind == Kind::base && op.base_rule == ast::VariableOperator::BaseRule::none_given;
    if ((op.kind == Kind::indicator || op.kind == Kind::omit || marked) &&
        op.base_rule == ast::VariableOperator::BaseRule::none_given && !op.levels.empty())
      return op.levels;
  }
  return {};
}

Shape shape_of(const ast::Interaction& t) {
  Shape out;
  for (const ast::Factor& f : t.factors) out.insert(selected_levels(f).empty() ? part_name(f) : "#." + series_name(f));
  return out;
}

// The cells of `whole` add up to `part`: what it has more are factors with all their levels.
bool spans(const Shape& whole, const Shape& part) {
  if (!std::includes(whole.begin(), whole.end(), part.begin(), part.end())) return false;
  Shape rest;
  std::set_difference(whole.begin(), whole.end(), part.begin(), part.end(), std::inserter(rest, rest.end()));
  return std::all_of(rest.begin(), rest.end(), [](const std::string& s) { return s[0] == 'i'; });
}

// 1b.g, as lists of expanded terms write it.
bool marked_base(const ast::Factor& f) {
  return std::any_of(f.operators.begin(), f.operators.end(), [](const ast::VariableOperator& op) {
    return op.kind == Kind::base && op.base_rule == ast::VariableOperator::BaseRule::none_given;
  });
}

// The level indices of one factor that enter the design, and its base among them.
struct Choice {
  const FactorLevels* levels = nullptr;
  std::vector<std::int32_t> indices;
  int base = -1;
};

Choice choice_of(const ast::Factor& f, const FactorLevels& l) {
  Choice out;
  out.levels = &l;
  const std::vector<double> selected = selected_levels(f);
  for (std::size_t i = 0; i < l.values.size(); ++i) {
    const bool wanted = selected.empty() || std::find(selected.begin(), selected.end(), l.values[i]) != selected.end();
    if (wanted) out.indices.push_back(static_cast<std::int32_t>(i));
  }
  // A level asked for alone is an indicator; there is nothing it could be a base of, unless it says so: 1b.g.
  out.base = selected.size() == 1 && !marked_base(f) ? -1 : l.base;
  return out;
}

bool has_no_base(const ast::Factor& f) {
  return std::any_of(f.operators.begin(), f.operators.end(), [](const ast::VariableOperator& op) {
    return op.base_rule == ast::VariableOperator::BaseRule::no_base;
  });
}

bool asked_to_omit(const ast::Interaction& t) {
  return std::any_of(t.factors.begin(), t.factors.end(), [](const ast::Factor& f) {
    return std::any_of(f.operators.begin(), f.operators.end(),
                       [](const ast::VariableOperator& op) { return op.kind == Kind::omit; });
  });
}

class Expansion {
 public:
  Expansion(const command::Terms& terms, bool constant, const EstimationSample& s, const command::Context& c)
      : sample_(s), context_(c), levels_(factor_levels(terms, s, c)) {
    for (const ast::Interaction& t : terms) {
      terms_.push_back(factors_first(t));
      shapes_.insert(shape_of(t));
      uses_factors_ = uses_factors_ || t.factors.size() > 1 || is_categorical(t.factors[0]);
    }
    design_.constant = constant;
  }

  Design run() {
    for (const ast::Interaction& t : terms_) {
      count_term(t);
      earlier_.push_back(shape_of(t));
    }
    design_.x = numeric::Matrix(sample_.size(), columns_);
    for (const Block& b : blocks_) fill(b);
    return std::move(design_);
  }

 private:
  // The cells of one term: cell index → slot, last categorical factor fastest.
  struct Block {
    std::vector<Choice> choices;
    std::vector<ast::Factor> continuous;
    std::vector<std::size_t> slots;
  };

  // Row's cell of a block, or none when a level is not among those chosen.
  static constexpr std::size_t no_cell = ~std::size_t{0};

  struct Position {
    std::vector<std::vector<std::int32_t>> place;  // per factor: level index → place among the chosen, -1
  };

  static Position positions(const Block& b) {
    Position p;
    for (const Choice& ch : b.choices) {
      p.place.emplace_back(ch.levels->values.size(), -1);
      for (std::size_t k = 0; k < ch.indices.size(); ++k)
        p.place.back()[static_cast<std::size_t>(ch.indices[k])] = static_cast<std::int32_t>(k);
    }
    return p;
  }

  static std::size_t cell_of(const Block& b, const Position& p, std::size_t i) {
    std::size_t cell = 0;
    for (std::size_t k = 0; k < b.choices.size(); ++k) {
      const std::int32_t place = p.place[k][static_cast<std::size_t>(b.choices[k].levels->codes[i])];
      if (place < 0) return no_cell;
      cell = cell * b.choices[k].indices.size() + static_cast<std::size_t>(place);
    }
    return cell;
  }

  void count_term(const ast::Interaction& t) {
    Block b;
    std::size_t cells = 1;
    for (const ast::Factor& f : t.factors) {
      if (!is_categorical(f)) {
        b.continuous.push_back(series_of(f));
        continue;
      }
      b.choices.push_back(choice_of(f, levels_.at(series_name(f))));
      cells *= b.choices.back().indices.size();
      if (cells + design_.slots.size() > most_slots)
        throw Error(908, "too many coefficients", t.span,
                    {"the model would have more than 32,000 coefficients; absorb the effects with areg or reghdfe"});
    }
    std::vector<std::uint8_t> seen(cells, b.choices.size() < 2);
    if (b.choices.size() >= 2) {
      const Position p = positions(b);
      for (std::size_t i = 0; i < sample_.size(); ++i)
        if (const std::size_t cell = cell_of(b, p, i); cell != no_cell) seen[cell] = 1;
    }
    for (std::size_t cell = 0; cell < cells; ++cell) add_slot(t, b, cell, seen[cell] != 0);
    blocks_.push_back(std::move(b));
  }

  void add_slot(const ast::Interaction& t, Block& b, std::size_t cell, bool seen) {
    Slot slot;
    slot.term.span = t.span;
    std::vector<std::size_t> place(b.choices.size());
    for (std::size_t k = b.choices.size(); k-- > 0; cell /= b.choices[k].indices.size())
      place[k] = cell % b.choices[k].indices.size();
    for (std::size_t k = 0; k < b.choices.size(); ++k) {
      const std::int32_t index = b.choices[k].indices[place[k]];
      slot.term.factors.push_back(
          design_at_level(t.factors[k], b.choices[k].levels->values[static_cast<std::size_t>(index)]));
      slot.at_base.push_back(index == b.choices[k].base);
      // ibn.g: the first level is named 1bn.g.
      if (has_no_base(t.factors[k]) && place[k] == 0 && b.choices[k].indices.size() > 1)
        slot.term.factors.back().operators.front().base_rule = ast::VariableOperator::BaseRule::no_base;
    }
    for (std::size_t k = b.choices.size(); k < t.factors.size(); ++k) {
      slot.term.factors.push_back(series_of(t.factors[k]));
      if (t.factors.size() > 1) slot.term.factors.back().operators.insert(
          slot.term.factors.back().operators.begin(), ast::VariableOperator{Kind::continuous, {}, {}, {}});
      slot.at_base.push_back(false);
    }
    slot.term.joints.assign(slot.term.factors.size() - 1, ast::Interaction::Joint::cross);
    // Terms that factor notation writes out twice (a##b a##c) enter once.
    if (uses_factors_ && !names_.insert(command::term_name(slot.term)).second) {
      b.slots.push_back(no_cell);
      return;
    }
    if (redundant(slot)) slot.state = Slot::State::base;
    else if (asked_to_omit(t)) slot.state = Slot::State::omitted;
    else if (!seen) slot.state = Slot::State::empty;
    else slot.column = columns_++;
    b.slots.push_back(design_.slots.size());
    design_.slots.push_back(std::move(slot));
  }

  // The cell is a sum of other columns: some set of factors at their base levels can be left out of the term.
  bool redundant(const Slot& slot) const {
    const std::size_t n = slot.at_base.size();
    for (unsigned subset = 1; subset < (1u << n); ++subset) {
      Shape rest;
      bool all_base = true;
      for (std::size_t k = 0; k < n && all_base; ++k) {
        if (!(subset >> k & 1u)) rest.insert(part_name(slot.term.factors[k]));
        else all_base = slot.at_base[k];
      }
      if (all_base && in_model(rest)) return true;
    }
    return false;
  }

  bool in_model(const Shape& s) const {
    return s.empty() || shapes_.count(s) > 0 ||
           std::any_of(earlier_.begin(), earlier_.end(), [&](const Shape& e) { return spans(e, s); });
  }

  void fill(const Block& b) {
    if (std::none_of(b.slots.begin(), b.slots.end(), [this](std::size_t s) { return is_kept(s); })) return;
    std::vector<double> product;
    for (const ast::Factor& f : b.continuous) {
      std::vector<double> x = sample_values(f, sample_, context_);
      if (product.empty()) product = std::move(x);
      else
        for (std::size_t i = 0; i < x.size(); ++i) product[i] *= x[i];
    }
    if (b.choices.empty()) {
      const std::span<double> column = design_.x.column(design_.slots[b.slots[0]].column);
      std::copy(product.begin(), product.end(), column.begin());
      return;
    }
    const Position p = positions(b);
    for (std::size_t i = 0; i < sample_.size(); ++i) {
      const std::size_t cell = cell_of(b, p, i);
      if (cell == no_cell || !is_kept(b.slots[cell])) continue;
      design_.x(i, design_.slots[b.slots[cell]].column) = product.empty() ? 1.0 : product[i];
    }
  }

  bool is_kept(std::size_t slot) const {
    return slot != no_cell && design_.slots[slot].state == Slot::State::kept;
  }

  const EstimationSample& sample_;
  const command::Context& context_;
  std::map<std::string, FactorLevels> levels_;
  command::Terms terms_;
  std::set<Shape> shapes_;
  std::vector<Shape> earlier_;
  std::set<std::string> names_;
  std::vector<Block> blocks_;
  Design design_;
  std::size_t columns_ = 0;
  bool uses_factors_ = false;
};

}  // namespace

Design make_design(const command::Terms& terms, bool constant, const EstimationSample& s, const command::Context& c) {
  return Expansion(terms, constant, s, c).run();
}

std::vector<double> term_values(const ast::Interaction& term, const EstimationSample& s, const command::Context& c) {
  return sample_values(term.factors.front(), s, c);
}

std::string slot_name(const Slot& slot) {
  ast::Interaction t = slot.term;
  const bool kept = slot.state == Slot::State::kept;
  for (std::size_t k = 0; k < t.factors.size(); ++k) {
    ast::Factor& f = t.factors[k];
    if (is_categorical(f)) {
      ast::VariableOperator& op = f.operators.front();
      if (slot.at_base[k] || (kept && op.base_rule == ast::VariableOperator::BaseRule::no_base)) op.kind = Kind::base;
      else if (!kept) op.kind = Kind::omit;
      continue;
    }
    if (kept) continue;
    const bool marked = !f.operators.empty() && f.operators.front().kind == Kind::continuous;
    f.operators.insert(f.operators.begin() + (marked ? 1 : 0), ast::VariableOperator{Kind::omit, {}, {}, {}});
  }
  return command::term_name(t);
}

Coefficients coefficients(const Design& d, const std::vector<double>& b, numeric::MatrixView V,
                          const std::vector<std::uint8_t>& omitted) {
  Coefficients k;
  std::vector<std::size_t> source;  // position in b; npos: a zero
  constexpr std::size_t zero = ~std::size_t{0};
  for (const Slot& slot : d.slots) {
    const bool kept = slot.state == Slot::State::kept;
    const bool collinear = kept && omitted[slot.column];
    Slot marked = slot;
    if (collinear) {
      marked.state = Slot::State::omitted;
      k.omitted.push_back(command::term_name(slot.term));
    }
    k.names.push_back(slot_name(marked));
    if (slot.state == Slot::State::empty) k.empty.push_back(k.names.back());
    source.push_back(kept && !collinear ? slot.column : zero);
  }
  if (d.constant) {
    k.names.push_back("_cons");
    source.push_back(d.x.cols);
  }
  const std::size_t n = source.size();
  k.b.assign(n, 0.0);
  k.V = numeric::Matrix(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    if (source[i] == zero) continue;
    k.b[i] = b[source[i]];
    for (std::size_t j = 0; j < n; ++j)
      if (source[j] != zero) k.V(i, j) = V(source[i], source[j]);
  }
  return k;
}

void note_omitted(const Coefficients& k, command::Output& out) {
  for (const std::string& name : k.omitted)
    out.line("note: " + name + " omitted because of collinearity.", report::Style::note);
}

}  // namespace nqp::kit
