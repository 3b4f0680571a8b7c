// matrix: define, change, list and decompose matrices.
#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/eval/matrix_language.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/matrix_accumulate.hpp"
#include "stdlib/kit/matrix_decompositions.hpp"
#include "stdlib/kit/matrix_listing.hpp"
#include "stdlib/kit/matrix_names.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/results_listing.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::matrix_ {
namespace {

using namespace nqp::command;
using runtime::Session;

struct Args {
  std::string text;
};

eval::Matrix& existing(const std::string& name, Session& s) {
  const auto it = s.matrices().find(name);
  if (it == s.matrices().end()) throw Error(111, "matrix " + name + " not found");
  return it->second;
}

// Files what a part of the command computed.
void commit(Output out, Session& s) {
  if (out.frame) {
    out.frame->changed = true;
    s.set_frame(std::move(*out.frame));
  }
  if (out.r) s.r() = std::move(*out.r);
  for (auto& [name, m] : out.matrices) s.matrices()[name] = std::move(m);
  s.show(out.document);
}

void list(const std::string& rest, Session& s) {
  kit::BodyAndOptions line = kit::split_options(rest);
  if (line.body.empty()) throw Error(100, "name of a matrix required");
  kit::MatrixLook look;
  if (const ast::Option* o = line.find("Format")) {
    if (!text::valid_format(o->argument)) throw Error(120, "invalid %format");
    look.format = o->argument;
  }
  if (const ast::Option* o = line.find("Title")) look.title = kit::unquoted(o->argument);
  look.header = line.find("noHeader") == nullptr;
  look.names = line.find("noNames") == nullptr;
  look.half = line.find("noHAlf") == nullptr;
  look.blank = line.find("noBlank") == nullptr;
  line.find("nodotz");
  line.check_all_known();
  s.show(kit::list_matrix(kit::matrix_value(line.body, s), line.body, look, s.settings().linesize));
}

void directory(const std::string&, Session& s) {
  for (const auto& [name, m] : s.matrices())
    s.say(text::pad_left(name, 12) + fmt::format("[{},{}]", m.rows, m.columns));
}

void drop(const std::string& rest, Session& s) {
  for (const std::string& name : grammar::split_words(rest)) {
    if (name == "_all") s.matrices().clear();
    else if (s.matrices().erase(name) == 0) throw Error(111, "matrix " + name + " not found");
  }
}

void rename(const std::string& rest, Session& s) {
  const std::vector<std::string> words = grammar::split_words(rest);
  if (words.size() != 2 || !data::valid_name(words[1])) throw Error(198, "invalid syntax: matrix rename old new");
  if (s.matrices().count(words[1]) > 0) throw Error(110, "matrix " + words[1] + " already defined");
  eval::Matrix m = existing(words[0], s);
  s.matrices().erase(words[0]);
  s.matrices()[words[1]] = std::move(m);
}

using NewNames = std::vector<std::string> (*)(const std::vector<std::string>&, std::string_view);

void set_names(const std::string& rest, Session& s, std::vector<std::string> eval::Matrix::*side, NewNames names) {
  const std::size_t equals = rest.find('=');
  if (equals == std::string::npos) throw Error(198, "invalid syntax: matrix rownames A = names");
  eval::Matrix& m = existing(text::trimmed(rest.substr(0, equals)), s);
  m.*side = names(m.*side, rest.substr(equals + 1));
}

// A[i,j] = value: a number, or a matrix that is put down with its first element there.
void set_element(const std::string& target, const std::string& value, Session& s) {
  const ast::ExpressionPtr place = grammar::parse_matrix_expression(target);
  if (place->kind != ast::Expression::Kind::subscript || place->operands.size() != 3 ||
      place->operands[0].kind != ast::Expression::Kind::name)
    throw Error(198, "invalid syntax: matrix A[i,j] = expression");
  eval::Matrix& m = existing(place->operands[0].text, s);
  const eval::Matrix put = kit::matrix_value(value, s);
  const std::vector<std::size_t> rows = eval::subscript_positions(place->operands[1], m.row_names, s.scope());
  const std::vector<std::size_t> columns = eval::subscript_positions(place->operands[2], m.column_names, s.scope());
  if (rows[0] + put.rows > m.rows || columns[0] + put.columns > m.columns)
    throw Error(503, "conformability error", std::nullopt, {"the new part does not fit into the matrix"});
  for (std::size_t j = 0; j < put.columns; ++j)
    for (std::size_t i = 0; i < put.rows; ++i) m(rows[0] + i, columns[0] + j) = put(i, j);
}

void define_matrix(const std::string& text, Session& s) {
  const std::size_t equals = kit::find_outside(text, '=');
  if (equals == std::string::npos)
    throw Error(501, "matrix operation not found", std::nullopt,
                {"matrix name = expression defines a matrix, matrix list name shows it; help matrix lists the rest"});
  const std::string target = text::trimmed(text.substr(0, equals)), value = text.substr(equals + 1);
  if (!target.empty() && target.back() == ']') return set_element(target, value, s);
  if (!data::valid_name(target)) throw Error(198, target + " is not a valid name for a matrix");
  try {
    s.matrices()[target] = kit::matrix_value(value, s);
  } catch (const Error& e) {
    if (!e.span) throw;
    const auto moved = static_cast<std::uint32_t>(value.find_first_not_of(" \t") + equals + 1);
    throw Error(e.code, e.what(), ast::Span{e.span->begin + moved, e.span->end + moved}, e.notes);
  }
}

struct Part {
  const char* name;  // capitals: least abbreviation
  void (*act)(const std::string& rest, Session& s);
};

constexpr Part parts[] = {
    {"DEFine", define_matrix},
    {"INput", define_matrix},
    {"List", list},
    {"dir", directory},
    {"drop", drop},
    {"REName", rename},
    {"ROWNames", [](const std::string& t, Session& s) { set_names(t, s, &eval::Matrix::row_names, kit::renamed); }},
    {"COLNames", [](const std::string& t, Session& s) { set_names(t, s, &eval::Matrix::column_names, kit::renamed); }},
    {"ROWEq", [](const std::string& t, Session& s) { set_names(t, s, &eval::Matrix::row_names, kit::with_equations); }},
    {"COLEq",
     [](const std::string& t, Session& s) { set_names(t, s, &eval::Matrix::column_names, kit::with_equations); }},
    {"ACcum", [](const std::string& t, Session& s) { commit(kit::accumulate_matrix(t, s.context()), s); }},
    {"VECaccum", [](const std::string& t, Session& s) { commit(kit::accumulate_vector(t, s.context()), s); }},
    {"OPaccum", [](const std::string& t, Session& s) { commit(kit::accumulate_products(t, s.context()), s); }},
    {"GLSaccum", [](const std::string& t, Session& s) { commit(kit::accumulate_gls(t, s.context()), s); }},
    {"SCOre", [](const std::string& t, Session& s) { commit(kit::score(t, s.context()), s); }},
    {"svd", [](const std::string& t, Session& s) { commit(kit::singular_value_decomposition(t, s.context()), s); }},
    {"SYMeigen", [](const std::string& t, Session& s) { commit(kit::symmetric_eigenvectors(t, s.context()), s); }},
    {"EIGenvalues", [](const std::string& t, Session& s) { commit(kit::eigenvalues(t, s.context()), s); }},
};

// Spans of errors count from the begin of rest, which stands `offset` bytes behind that of the command's text.
void act_on(const Part& part, const std::string& rest, std::size_t offset, Session& s) {
  try {
    part.act(rest, s);
  } catch (const Error& e) {
    if (!e.span) throw;
    const auto moved = static_cast<std::uint32_t>(offset);
    throw Error(e.code, e.what(), ast::Span{e.span->begin + moved, e.span->end + moved}, e.notes);
  }
}

void act(const Args& a, Session& s) {
  const std::string text = text::trimmed(a.text);
  const std::size_t end = std::min(text.find_first_of(" \t=["), text.size());
  const std::string word = text.substr(0, end), rest = text::trimmed(text.substr(end));
  if (rest.empty() || (rest[0] != '=' && rest[0] != '['))
    for (const Part& part : parts)
      if (kit::abbreviates(word, part.name)) return act_on(part, rest, text.size() - rest.size(), s);
  define_matrix(text, s);
}

}  // namespace

extern const Command matrix_command =
    define<Args>("MATrix", "Define, change, list and decompose matrices")
        .raw(&Args::text)
        .stores({{"r(N)", "number of observations, after accum and vecaccum"}})
        .changes(Effect::data | Effect::results)
        .reference("Goodnight, J. H. (1979). A tutorial on the SWEEP operator. The American Statistician 33, 149-158.")
        .remark("matrix A = expression; operators + - * / ' , \\ and #; functions J I inv invsym cholesky diag vecdiag "
                "vec vech invvech hadamard corr sweep matuniform nullmat get; A[1..2,\"x\"] picks rows and columns.")
        .remark("Parts: define, input, list, dir, drop, rename, rownames, colnames, roweq, coleq, accum, vecaccum, "
                "opaccum, glsaccum, score, svd, symeigen, eigenvalues.")
        .example("A copy of stored results", "sysuse auto\nregress price mpg\nmatrix b = e(b)\nscalar n = colsof(b)",
                 "n == 2")
        .example("Least squares by hand",
                 "clear\nset obs 5\ngenerate x = _n\ngenerate y = 2 + 3*x\nmatrix accum A = y x\n"
                 "matrix b = invsym(A[2..3,2..3])*A[2..3,1]\nmatrix list b",
                 "abs(b[1,1] - 3) < 1e-9 & abs(b[2,1] - 2) < 1e-9")
        .acts(act);

}  // namespace nqp::commands::matrix_
