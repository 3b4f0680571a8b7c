// A tree to a program (Thompson 1968; the program form of Pike and Cox).
#include <list>
#include <string>
#include <utility>

#include "interpreter/eval/functions/regex.hpp"
#include "interpreter/eval/functions/regex_tree.hpp"

namespace nqp::eval {
namespace {

using InstructionKind = Instruction::Kind;
using regex::PatternNode;

constexpr std::size_t largest_program = 50000;

class Compiler {
 public:
  explicit Compiler(std::vector<Instruction>& program) : program_(program) {}

  std::size_t put(InstructionKind kind, std::size_t x = 0) {
    if (program_.size() >= largest_program) regex::fail("it is too large once its repetitions are written out");
    program_.push_back({kind, 0, x, 0});
    return program_.size() - 1;
  }

  void emit(const PatternNode& n) {
    switch (n.shape) {
      case PatternNode::Shape::leaf: program_[put(n.leaf.kind)] = n.leaf; return;
      case PatternNode::Shape::sequence:
        for (const PatternNode& child : n.children) emit(child);
        return;
      case PatternNode::Shape::choice: return emit_choice(n);
      case PatternNode::Shape::repeat: return emit_repeat(n);
      case PatternNode::Shape::group:
        if (n.group == 0) return emit(n.children.front());
        put(InstructionKind::save, 2 * n.group);
        emit(n.children.front());
        put(InstructionKind::save, 2 * n.group + 1);
        return;
      case PatternNode::Shape::look: {
        const std::size_t look = put(n.negated ? InstructionKind::not_ahead : InstructionKind::ahead);
        emit(n.children.front());
        put(InstructionKind::match);
        program_[look].x = program_.size();
        return;
      }
    }
  }

 private:
  void emit_choice(const PatternNode& n) {
    std::vector<std::size_t> exits;
    for (std::size_t k = 0; k + 1 < n.children.size(); ++k) {
      const std::size_t split = put(InstructionKind::split);
      program_[split].x = split + 1;
      emit(n.children[k]);
      exits.push_back(put(InstructionKind::jump));
      program_[split].y = program_.size();
    }
    emit(n.children.back());
    for (const std::size_t exit : exits) program_[exit].x = program_.size();
  }

  void aim(std::size_t split, bool lazy, std::size_t body, std::size_t after) {
    program_[split].x = lazy ? after : body;
    program_[split].y = lazy ? body : after;
  }

  void emit_repeat(const PatternNode& n) {
    const PatternNode& body = n.children.front();
    for (int k = 0; k < n.least; ++k) emit(body);
    if (n.most < 0) {
      const std::size_t split = put(InstructionKind::split);
      emit(body);
      put(InstructionKind::jump, split);
      aim(split, n.lazy, split + 1, program_.size());
      return;
    }
    std::vector<std::size_t> splits;
    for (int k = n.least; k < n.most; ++k) {
      splits.push_back(put(InstructionKind::split));
      emit(body);
    }
    for (const std::size_t split : splits) aim(split, n.lazy, split + 1, program_.size());
  }

  std::vector<Instruction>& program_;
};

}  // namespace

Regex::Regex(std::string_view pattern, RegexOptions options) : options_(options) {
  regex::Tree tree = regex::parse(pattern, options_);
  sets_ = std::move(tree.sets);
  groups_ = tree.groups;
  names_ = std::move(tree.names);
  repeats_groups_ = tree.repeats_groups;
  Compiler compiler(program_);
  compiler.put(InstructionKind::save, 0);
  compiler.emit(tree.root);
  compiler.put(InstructionKind::save, 1);
  compiler.put(InstructionKind::match);
}

const Regex& cached_regex(std::string_view pattern, RegexOptions options) {
  struct Entry {
    std::string pattern;
    RegexOptions options;
    Regex regex;
  };
  constexpr std::size_t kept = 16;
  thread_local std::list<Entry> recent;
  for (auto e = recent.begin(); e != recent.end(); ++e) {
    if (e->options == options && e->pattern == pattern) {
      recent.splice(recent.begin(), recent, e);
      return recent.front().regex;
    }
  }
  recent.push_front({std::string(pattern), options, Regex(pattern, options)});
  if (recent.size() > kept) recent.pop_back();
  return recent.front().regex;
}

}  // namespace nqp::eval
