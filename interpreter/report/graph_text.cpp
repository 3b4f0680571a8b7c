#include "interpreter/report/graph_text.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace nqp::report {
namespace {

using Characters = std::map<std::string_view, std::string_view>;

const Characters& raised_characters() {
  static const Characters table = {{"0", "⁰"}, {"1", "¹"}, {"2", "²"}, {"3", "³"}, {"4", "⁴"}, {"5", "⁵"},
                                   {"6", "⁶"}, {"7", "⁷"}, {"8", "⁸"}, {"9", "⁹"}, {"+", "⁺"}, {"-", "⁻"},
                                   {"=", "⁼"}, {"(", "⁽"}, {")", "⁾"}, {"n", "ⁿ"}, {"i", "ⁱ"}};
  return table;
}

const Characters& lowered_characters() {
  static const Characters table = {{"0", "₀"}, {"1", "₁"}, {"2", "₂"}, {"3", "₃"}, {"4", "₄"}, {"5", "₅"}, {"6", "₆"},
                                   {"7", "₇"}, {"8", "₈"}, {"9", "₉"}, {"+", "₊"}, {"-", "₋"}, {"=", "₌"}, {"(", "₍"},
                                   {")", "₎"}, {"a", "ₐ"}, {"e", "ₑ"}, {"i", "ᵢ"}, {"j", "ⱼ"}, {"o", "ₒ"}, {"t", "ₜ"},
                                   {"n", "ₙ"}, {"m", "ₘ"}, {"k", "ₖ"}, {"p", "ₚ"}, {"s", "ₛ"}, {"x", "ₓ"}};
  return table;
}

const Characters& named_symbols() {
  static const Characters table = {
      {"alpha", "α"},   {"beta", "β"},    {"gamma", "γ"},   {"delta", "δ"},   {"epsilon", "ε"}, {"zeta", "ζ"},
      {"eta", "η"},     {"theta", "θ"},   {"iota", "ι"},    {"kappa", "κ"},   {"lambda", "λ"},  {"mu", "μ"},
      {"nu", "ν"},      {"xi", "ξ"},      {"omicron", "ο"}, {"pi", "π"},      {"rho", "ρ"},     {"sigma", "σ"},
      {"tau", "τ"},     {"upsilon", "υ"}, {"phi", "φ"},     {"chi", "χ"},     {"psi", "ψ"},     {"omega", "ω"},
      {"Gamma", "Γ"},   {"Delta", "Δ"},   {"Theta", "Θ"},   {"Lambda", "Λ"},  {"Xi", "Ξ"},      {"Pi", "Π"},
      {"Sigma", "Σ"},   {"Phi", "Φ"},     {"Psi", "Ψ"},     {"Omega", "Ω"},   {"le", "≤"},      {"ge", "≥"},
      {"ne", "≠"},      {"plusmn", "±"},  {"times", "×"},   {"divide", "÷"},  {"deg", "°"},     {"infin", "∞"},
      {"sum", "∑"},     {"radic", "√"},   {"asymp", "≈"},   {"minus", "−"},   {"middot", "·"},  {"rarr", "→"},
      {"larr", "←"},    {"euro", "€"},    {"pound", "£"},   {"yen", "¥"},     {"copy", "©"},    {"reg", "®"}};
  return table;
}

// Every character exchanged, or the text as it is when one has no counterpart.
std::string exchanged(std::string_view text, const Characters& table) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto it = table.find(text.substr(i, 1));
    if (it == table.end()) return std::string(text);
    out += it->second;
  }
  return out;
}

// Where the brace at `open` closes; npos when it does not.
std::size_t closing_brace(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i;
  }
  return std::string_view::npos;
}

}  // namespace

std::string graph_text(std::string_view text) {
  static constexpr std::array<std::string_view, 6> faces = {"it", "bf", "stSans", "stSerif", "stMono", "stSymbol"};
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t open = text.find('{', i);
    const std::size_t close = open == std::string_view::npos ? open : closing_brace(text, open);
    if (close == std::string_view::npos) return out.append(text.substr(i));
    out += text.substr(i, open - i);
    i = close + 1;
    const std::string_view inside = text.substr(open + 1, close - open - 1);
    const std::size_t colon = inside.find(':');
    const std::string_view word = inside.substr(0, colon);
    const auto body = [&] { return graph_text(inside.substr(colon + 1)); };
    if (colon == std::string_view::npos) {
      const auto symbol = named_symbols().find(inside.substr(inside.empty() ? 0 : 1));
      if (!inside.empty() && inside[0] == '&' && symbol != named_symbols().end()) out += symbol->second;
      else out += text.substr(open, close - open + 1);
    } else if (word == "sup" || word == "superscript") {
      out += exchanged(body(), raised_characters());
    } else if (word == "sub" || word == "subscript") {
      out += exchanged(body(), lowered_characters());
    } else if (std::find(faces.begin(), faces.end(), word) != faces.end() || word.substr(0, 9) == "fontface ") {
      out += body();
    } else {
      out += text.substr(open, close - open + 1);
    }
  }
  return out;
}

}  // namespace nqp::report
