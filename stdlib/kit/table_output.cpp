#include "stdlib/kit/table_output.hpp"

#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/dataset/io/xlsx.hpp"
#include "interpreter/dataset/io/zip_parts.hpp"
#include "interpreter/host/zip_archive.hpp"
#include "interpreter/text/joined.hpp"
#include "interpreter/text/width.hpp"
#include "interpreter/text/wildcard.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using report::PaperFormat;
using runtime::Session;

namespace {

// Stored estimates that a pattern means: those of eststo in their order first, then the others by name.
std::vector<std::string> matching_format(const std::string& pattern, Session& s) {
  std::vector<std::string> known = eststo_names(s), out;
  for (const auto& stored : s.stored_estimates())
    if (std::find(known.begin(), known.end(), stored.first) == known.end()) known.push_back(stored.first);
  for (std::string& name : known)
    if (text::matches_wildcard(pattern == "_all" ? "*" : pattern, name)) out.push_back(std::move(name));
  return out;
}

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// The body of the new document in front of the page settings that end the old one; its other parts stay.
std::string appended_document(const std::string& old, const std::string& fresh) {
  const std::string part = "word/document.xml", body = "<w:body>";
  const Error no_document(610, "the file is no Word document", std::nullopt, {"replace writes it anew"});
  if (old.compare(0, 2, "PK") != 0) throw no_document;  // no zip archive
  data::ZipParts before(old), added(fresh);
  if (!before.holds(part)) throw no_document;
  std::string document = before.unpack(part);
  const std::string more = added.unpack(part);
  const std::size_t begin = more.find(body) + body.size(), end = more.rfind("<w:sectPr");
  std::size_t at = document.rfind("<w:sectPr");
  if (at == std::string::npos) at = document.rfind("</w:body>");
  if (at == std::string::npos) throw Error(610, "the Word document has no body");
  document.insert(at, "<w:p/>" + more.substr(begin, end - begin));
  std::vector<std::pair<std::string, std::string>> parts;
  for (const std::string& name : before.names())
    parts.emplace_back(name, name == part ? document : before.unpack(name));
  return host::zip_archive(parts);
}

// The cells of the new sheet below those of the first sheet of the old workbook, a row left free between.
std::string appended_sheet(const std::string& old, const std::string& fresh) {
  data::Workbook book = data::read_xlsx(old);
  const data::Workbook added = data::read_xlsx(fresh);
  if (book.sheets.empty()) throw Error(610, "the workbook has no sheet", std::nullopt, {"replace writes it anew"});
  data::Sheet& sheet = book.sheets.front();
  const std::optional<data::CellRange> used = data::used_range(sheet);
  const std::uint32_t down = used ? used->last.row + 2 : 0;
  for (data::Cell c : added.sheets.front().cells) {
    c.at.row += down;
    c.style = book.style(added.styles[c.style]);
    if (c.text != 0) c.text = book.text(added.texts[c.text]);
    c.formula = 0;
    sheet.cells.push_back(c);
  }
  for (data::CellRange r : added.sheets.front().merged) {
    r.first.row += down;
    r.last.row += down;
    sheet.merged.push_back(r);
  }
  return data::write_xlsx(book);
}

// The new table behind what the file holds: before the closing mark of formats that have one.
std::string appended(const std::string& old, const std::string& fresh, PaperFormat format) {
  if (format == PaperFormat::docx) return appended_document(old, fresh);
  if (format == PaperFormat::xlsx) return appended_sheet(old, fresh);
  std::size_t closing = std::string::npos;
  if (format == PaperFormat::rtf) closing = old.rfind('}');
  if (format == PaperFormat::html) closing = old.rfind("</body>");
  if (closing == std::string::npos) return old + "\n" + fresh;
  if (format == PaperFormat::html) {
    const std::size_t body = fresh.find("<table>");
    return old.substr(0, closing) + fresh.substr(body == std::string::npos ? 0 : body);
  }
  // The new document without its opening: fonts and page stay those of the first.
  const std::size_t begin = fresh.find("\\f0\\fs21\n");
  return old.substr(0, closing) + "\\par\n" + (begin == std::string::npos ? fresh : fresh.substr(begin + 9));
}

}  // namespace

std::vector<std::string> eststo_names(Session& s) {
  const auto it = s.globals().find("eststo");
  std::vector<std::string> out;
  if (it == s.globals().end()) return out;
  for (std::string& name : grammar::split_words(it->second))
    if (s.stored_estimates().count(name)) out.push_back(std::move(name));
  return out;
}

void set_eststo_names(const std::vector<std::string>& names, Session& s) {
  s.globals()["eststo"] = text::joined(names);
}

std::vector<TableModel> table_models(const std::string& names, Session& s) {
  std::vector<std::string> chosen;
  for (const std::string& word : grammar::split_words(names)) {
    if (word.find_first_of("*?") == std::string::npos && word != "_all") {
      chosen.push_back(word);
      continue;
    }
    for (std::string& name : matching_format(word, s)) chosen.push_back(std::move(name));
  }
  if (names.empty()) chosen = eststo_names(s);
  if (chosen.empty()) chosen = {"."};
  std::vector<TableModel> out;
  for (const std::string& name : chosen) out.push_back({name, &find_estimates(name, s, 301).results});
  return out;
}

namespace {

void substitute_all(const std::vector<std::pair<std::string, std::string>>& pairs, std::string& text) {
  for (const auto& [from, to] : pairs)
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
}

// Packed files take the new texts into their cells, others into their lines.
std::string rendered_table(report::PaperTable t, const TableFile& file) {
  const bool packed = file.format == PaperFormat::docx || file.format == PaperFormat::xlsx;
  if (packed && !file.substitutions.empty()) {
    for (auto* rows : {&t.head, &t.body, &t.foot})
      for (report::PaperRow& r : *rows)
        for (report::PaperCell& c : r.cells) substitute_all(file.substitutions, c.text);
    for (report::PaperNote& n : t.notes) substitute_all(file.substitutions, n.text);
    substitute_all(file.substitutions, t.title);
  }
  std::string bytes = report::render(t, file.format, file.style);
  if (!packed) substitute_all(file.substitutions, bytes);
  return bytes;
}

}  // namespace

void widen_cells(report::PaperTable& t) {
  for (const report::PaperRow& r : t.body)
    for (std::size_t j = 1; j < r.cells.size(); ++j)
      if (r.cells[j].span == 1)
        t.cell_width = std::max(t.cell_width, static_cast<int>(text::display_width(r.cells[j].text)));
}

void put_table(const report::PaperTable& t, const TableFile& file, Session& s) {
  if (file.path.empty()) {
    // A block of one column: lines of paragraphs would be broken at the width of the screen.
    report::Table lines;
    lines.columns = {{0, 0, false}};
    for (const std::string& line : split_lines(rendered_table(t, file)))
      lines.row({report::text_cell(line)});
    report::Document d;
    d.blank();
    d.add(std::move(lines));
    s.show(d);
    if (!s.is_replica()) s.state<ShownPaper>().table = t;
    return;
  }
  const bool exists = s.host().info(file.path).exists;
  if (exists && !file.replace && !file.append)
    throw Error(602, "file " + file.path + " already exists", std::nullopt,
                {"replace overwrites it; append adds the table to it"});
  std::string bytes = rendered_table(t, file);
  if (exists && file.append) bytes = appended(s.host().read(file.path), bytes, file.format);
  s.host().write(file.path, bytes);
  s.say("(output written to " + file.path + ")");
}

void note_without_effect(BodyAndOptions& line, std::initializer_list<const char*> names, Session& s) {
  for (const char* name : names)
    if (const ast::Option* o = line.find(name))
      s.say("(option " + o->name + " has no effect here)", report::Style::note);
}

std::vector<std::string> listed_texts(std::string_view text) {
  std::vector<std::string> out;
  for (text = trim(text); !text.empty(); text = trim(text)) out.push_back(unquoted(take_word(text)));
  return out;
}

}  // namespace nqp::kit
