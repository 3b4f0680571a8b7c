#include "stdlib/kit/drawn_charts.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace nqp::kit {
namespace {

struct DrawnCharts {
  std::map<std::uint64_t, Chart> by_print;
};

constexpr std::size_t most_charts = 48;

// Of all that is drawn: figures of equal prints look the same.
std::uint64_t fingerprint(const report::Scene& scene) {
  std::uint64_t print = 14695981039346656037u;
  const auto mix = [&](std::size_t x) { print = (print ^ x) * 1099511628211u; };
  const auto mix_number = [&](double x) { mix(std::hash<double>{}(x)); };
  mix_number(scene.width);
  mix_number(scene.height);
  for (const report::Shape& shape : scene.shapes) {
    mix(static_cast<std::size_t>(shape.kind));
    mix(std::hash<std::string>{}(shape.text));
    for (const report::Point& p : shape.points) mix_number(p.x), mix_number(p.y);
    for (const report::Colour& c : {shape.pen.colour, shape.fill})
      mix(static_cast<std::size_t>((c.red * 256 + c.green) * 256 + c.blue)), mix_number(c.opacity);
    mix_number(shape.pen.width);
    mix(shape.pen.dashes.size());
    mix_number(shape.radius);
  }
  return print;
}

}  // namespace

void remember_chart(const report::Scene& scene, const Chart& chart, runtime::Session& s) {
  std::map<std::uint64_t, Chart>& kept = s.state<DrawnCharts>().by_print;
  if (kept.size() >= most_charts) kept.clear();
  kept.insert_or_assign(fingerprint(scene), chart);
}

const Chart* chart_of(const report::Scene& scene, runtime::Session& s) {
  const std::map<std::uint64_t, Chart>& kept = s.state<DrawnCharts>().by_print;
  const auto at = kept.find(fingerprint(scene));
  return at == kept.end() ? nullptr : &at->second;
}

}  // namespace nqp::kit
