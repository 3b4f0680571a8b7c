#include "stdlib/kit/chart_text.hpp"

#include "interpreter/report/scene.hpp"

namespace nqp::kit {
namespace {

// Pieces a line may end behind: words with their space, single characters beyond ASCII.
std::vector<std::string> breakable_pieces(const std::string& text) {
  std::vector<std::string> out(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0xC0 && !out.back().empty()) out.emplace_back();
    out.back() += text[i];
    const bool last_of_wide = byte >= 0x80 && (i + 1 == text.size() || (text[i + 1] & 0xC0) != 0x80);
    if (byte == ' ' || last_of_wide) out.emplace_back();
  }
  return out;
}

}  // namespace

std::vector<std::string> fitted_lines(const std::string& text, double& size, double width, bool bold) {
  const auto wide = [&](const std::string& s) { return report::text_width(s, size) * (bold ? 1.12 : 1); };
  const double whole = wide(text);
  if (whole <= width) return {text};
  if (whole <= 1.25 * width) return size *= width / whole, std::vector<std::string>{text};
  size *= 0.85;
  std::vector<std::string> out(1);
  for (const std::string& piece : breakable_pieces(text)) {
    if (!out.back().empty() && wide(out.back() + piece) > width) out.emplace_back();
    out.back() += piece;
  }
  return out;
}

}  // namespace nqp::kit
