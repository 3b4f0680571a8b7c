#include "stdlib/kit/foreign_files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

data::Frame load(const ForeignArgs& a, const command::Context& c, data::ForeignFormat format, const std::string& path) {
  const auto file = c.host.open(path);
  data::ForeignOptions o;
  o.encoding = a.encoding;
  std::string catalogue;
  if (!a.catalogue.empty()) {
    catalogue = c.host.read(with_extension(unquoted(a.catalogue), "sas7bcat"));
    o.catalogue = catalogue;
  }
  try {
    return data::read_foreign(source_of(*file), format, o);
  } catch (const Error& e) {
    throw Error(e.code, path + ": " + e.what(), e.span, e.notes);
  }
}

void change_case(data::Frame& f, const std::string& name_case) {
  if (name_case == "preserve") return;
  for (const data::Variable& v : std::vector<data::Variable>(f.variables)) {
    const std::string name = name_case == "lower" ? lower(v.name) : upper(v.name);
    if (f.find(name) == nullptr) f.rename(v.name, name);
  }
}

data::Frame part_of(const data::Frame& f, const std::string& list, const command::Sample& sample,
                    const command::Context& c) {
  const command::Context in_file(f, c.environment, c.settings, c.host);
  data::Frame out = f;
  if (sample.condition || sample.range) out = data::keep_rows(f, in_file.select(sample));
  if (list.empty()) return out;
  const command::Variables names = command::resolve_variables(list, in_file);
  for (const data::Variable& v : f.variables)
    if (std::find(names.begin(), names.end(), v.name) == names.end()) out.remove(v.name);
  return out;
}

std::string counted_observations(std::size_t n) {
  return text::trimmed(text::format_number(static_cast<double>(n), "%20.0fc"));
}

}  // namespace

command::Output read_foreign_file(const ForeignArgs& a, const command::Context& c, data::ForeignFormat format,
                                  const std::string& extension) {
  const bool with_using = !a.file.empty();
  std::string path = unquoted(with_using ? a.file : a.body);
  if (path.empty()) throw Error(198, "a file name is needed");
  if (!c.host.info(path).exists) path = with_extension(path, extension);
  require_saved(c, a.clear);
  data::Frame f = load(a, c, format, path);
  change_case(f, a.name_case);
  f = part_of(f, with_using ? a.body : "", a.sample, c);
  if (a.no_labels) {
    f.value_labels.clear();
    for (data::Variable& v : f.variables) v.value_label.clear();
  }
  mark_fresh(f, "");
  f.changed = true;
  command::Output out;
  if (!f.label.empty()) out.line("(" + f.label + ")");
  out.line(fmt::format("({} vars, {} obs)", counted_observations(f.variables.size()), counted_observations(f.rows)));
  out.r =
      command::Results{}.scalar("N", static_cast<double>(f.rows)).scalar("k", static_cast<double>(f.variables.size()));
  out.frame = std::move(f);
  return out;
}

command::Definition<ForeignArgs>& foreign_options(command::Definition<ForeignArgs>& d) {
  using command::Effect;
  return d.anything(&ForeignArgs::body)
      .if_in(&ForeignArgs::sample)
      .using_file(&ForeignArgs::file, false)
      .choice("case", &ForeignArgs::name_case, {"preserve", "lower", "upper"}, "letters of the names")
      .text("ENCoding", &ForeignArgs::encoding, "encoding of the text, when the file does not say it or says it wrong")
      .flag("noVALLABels", &ForeignArgs::no_labels, "leave out value labels")
      .flag("clear", &ForeignArgs::clear, "even if the data in memory are not saved")
      .no_by()
      .changes(Effect::data | Effect::files | Effect::results);
}

}  // namespace nqp::kit
