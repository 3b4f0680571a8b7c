#include "stdlib/kit/point_figure.hpp"

#include "grammar/ast/error.hpp"
#include "stdlib/kit/twoway.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

namespace {

// The data as they were, whatever happens in between.
class FigureFrame {
 public:
  FigureFrame(runtime::Session& s, data::Frame f) : session_(s), before_(s.frame_pointer()) {
    s.set_frame(std::move(f));
  }
  ~FigureFrame() { session_.set_frame(before_); }
  FigureFrame(const FigureFrame&) = delete;
  FigureFrame& operator=(const FigureFrame&) = delete;

 private:
  runtime::Session& session_;
  data::FramePtr before_;
};

void add_figure_column(data::Frame& f, const std::string& name, std::vector<double> values) {
  values.resize(f.rows, data::missing);
  data::Variable v;
  v.name = name;
  v.column = data::make_numeric(data::Storage::double_, std::move(values));
  v.format = "%9.0g";
  f.add(std::move(v));
}

}  // namespace

std::string options_as_text(const std::vector<ast::Option>& options) {
  std::string out;
  for (const ast::Option& o : options) out += " " + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
  return out;
}

void draw_point_figure(const PointFigure& f, runtime::Session& s) {
  if (f.x.empty()) throw Error(2000, "no observations");
  data::Frame frame = f.rows.empty() ? data::Frame() : data::gather(s.frame(), f.rows);
  frame.rows = std::max(f.x.size(), f.line_x.size());
  if (frame.rows > f.rows.size()) frame.variables.clear();
  const std::string x = s.temporary_name(), y = s.temporary_name();
  const std::string line_x = s.temporary_name(), line_y = s.temporary_name();
  add_figure_column(frame, x, f.x);
  add_figure_column(frame, y, f.y);
  if (!f.line_x.empty()) {
    add_figure_column(frame, line_x, f.line_x);
    add_figure_column(frame, line_y, f.line_y);
  }
  std::vector<double> below = f.band;
  for (double& v : below) v = -v;
  const std::string low = s.temporary_name(), high = s.temporary_name();
  if (!f.band.empty()) {
    add_figure_column(frame, low, std::move(below));
    add_figure_column(frame, high, f.band);
  }
  std::string marks, figure;
  Layer probe;
  for (const ast::Option& o : f.options) {
    const bool mark = abbreviates(lower(o.name), "MLABel") || read_mark_option(o, probe);
    (mark ? marks : figure) += options_as_text({o});
  }
  std::string text;
  if (!f.band.empty())
    text = "(rarea " + low + " " + high + " " + x + ", fcolor(gs14) lcolor(gs14)) (dropline " + y + " " + x + ") ";
  text += std::string("(") + (f.joined ? "line" : "scatter") + " " + y + " " + x + "," + marks + ")";
  if (!f.line_x.empty()) text += " (line " + line_y + " " + line_x + ", lcolor(black))";
  text += ", legend(off) xtitle(\"" + f.x_title + "\") ytitle(\"" + f.y_title + "\") " + f.more + figure;
  const FigureFrame here(s, std::move(frame));
  draw_twoway(text, s);
}

}  // namespace nqp::kit
