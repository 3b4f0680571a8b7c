// The office module: workbooks through libxlsxwriter, and the table of what the module offers.
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <array>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/spreadsheet.hpp"
#include "interpreter/module/office_zip.hpp"

namespace nqp::data {
namespace {

// libxlsxwriter writes to files only: one that lives in memory and that no other program sees. Where the bytes go is
// the caller's affair.
class ScratchFile {
 public:
  ScratchFile() : descriptor_(::memfd_create("workbook", MFD_CLOEXEC)) {
    if (descriptor_ < 0) throw Error(603, "no room in memory for the file of the workbook");
    path_ = "/proc/self/fd/" + std::to_string(descriptor_);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() { ::close(descriptor_); }

  const std::string& path() const { return path_; }
  std::string bytes() const {
    const auto size = ::lseek(descriptor_, 0, SEEK_END);
    std::string out(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
    for (std::size_t at = 0; at < out.size();) {
      const auto n = ::pread(descriptor_, out.data() + at, out.size() - at, static_cast<off_t>(at));
      if (n <= 0) throw Error(692, "the file of the workbook could not be read back");
      at += static_cast<std::size_t>(n);
    }
    return out;
  }

 private:
  int descriptor_;
  std::string path_;
};

std::uint8_t alignment(const std::string& word) {
  constexpr std::array<std::pair<std::string_view, lxw_format_alignments>, 11> words{
      {{"left", LXW_ALIGN_LEFT},
       {"center", LXW_ALIGN_CENTER},
       {"right", LXW_ALIGN_RIGHT},
       {"fill", LXW_ALIGN_FILL},
       {"justify", LXW_ALIGN_JUSTIFY},
       {"centerContinuous", LXW_ALIGN_CENTER_ACROSS},
       {"distributed", LXW_ALIGN_DISTRIBUTED},
       {"top", LXW_ALIGN_VERTICAL_TOP},
       {"bottom", LXW_ALIGN_VERTICAL_BOTTOM},
       {"vcenter", LXW_ALIGN_VERTICAL_CENTER},
       {"vjustify", LXW_ALIGN_VERTICAL_JUSTIFY}}};
  for (const auto& [name, value] : words)
    if (name == word) return static_cast<std::uint8_t>(value);
  return LXW_ALIGN_NONE;
}

// The library knows black, whose number is 0, under another.
lxw_color_t library_colour(std::uint32_t rgb) { return rgb == 0 ? lxw_color_t{LXW_COLOR_BLACK} : rgb; }

lxw_format* make_format(lxw_workbook* book, const CellStyle& s) {
  lxw_format* f = workbook_add_format(book);
  if (!s.number_format.empty()) format_set_num_format(f, s.number_format.c_str());
  if (s.bold) format_set_bold(f);
  if (s.italic) format_set_italic(f);
  if (s.underline) format_set_underline(f, LXW_UNDERLINE_SINGLE);
  if (s.strikeout) format_set_font_strikeout(f);
  if (s.wrap) format_set_text_wrap(f);
  if (!s.font.empty()) format_set_font_name(f, s.font.c_str());
  if (s.font_size > 0) format_set_font_size(f, s.font_size);
  if (s.colour) format_set_font_color(f, library_colour(*s.colour));
  if (s.fill) {
    format_set_pattern(f, LXW_PATTERN_SOLID);
    format_set_fg_color(f, library_colour(*s.fill));
  }
  if (const std::uint8_t a = alignment(s.horizontal); a != LXW_ALIGN_NONE) format_set_align(f, a);
  const bool shared_word = s.vertical == "center" || s.vertical == "justify";
  if (const std::uint8_t a = alignment((shared_word ? "v" : "") + s.vertical); a != LXW_ALIGN_NONE)
    format_set_align(f, a);
  format_set_left(f, s.border[0]);
  format_set_right(f, s.border[1]);
  format_set_top(f, s.border[2]);
  format_set_bottom(f, s.border[3]);
  return f;
}

struct XlsxWriter {
  const Workbook& workbook;
  const std::vector<lxw_format*>& formats;
  lxw_worksheet* sheet;

  void put(const Cell& c) const {
    const auto row = static_cast<lxw_row_t>(c.at.row);
    const auto column = static_cast<lxw_col_t>(c.at.column);
    lxw_format* f = formats.at(c.style);
    const char* text = workbook.texts.at(c.text).c_str();
    lxw_error e = LXW_NO_ERROR;
    if (c.formula != 0 || c.kind == Cell::Kind::error) {
      const std::string formula = "=" + (c.formula != 0 ? workbook.texts.at(c.formula) : std::string(text));
      if (c.kind == Cell::Kind::text || c.kind == Cell::Kind::error)
        e = worksheet_write_formula_str(sheet, row, column, formula.c_str(), f, text);
      else e = worksheet_write_formula_num(sheet, row, column, formula.c_str(), f, c.number);
    } else if (c.kind == Cell::Kind::number) {
      e = worksheet_write_number(sheet, row, column, c.number, f);
    } else if (c.kind == Cell::Kind::logical) {
      e = worksheet_write_boolean(sheet, row, column, c.number != 0, f);
    } else if (c.kind == Cell::Kind::blank) {
      e = worksheet_write_blank(sheet, row, column, f);
    } else {
      e = worksheet_write_string(sheet, row, column, text, f);
    }
    if (e != LXW_NO_ERROR) throw Error(198, "cell " + cell_name(c.at) + " cannot be written: " + lxw_strerror(e));
  }
};

// The library writes the values of merged cells itself; the first cell's value is put over them afterwards.
void merge(lxw_worksheet* sheet, const CellRange& r) {
  if (r.first == r.last) return;
  worksheet_merge_range(sheet, r.first.row, static_cast<lxw_col_t>(r.first.column), r.last.row,
                        static_cast<lxw_col_t>(r.last.column), "", nullptr);
}

void write_sheet(lxw_workbook* book, const Workbook& w, const Sheet& s, const std::vector<lxw_format*>& formats) {
  const lxw_error e = workbook_validate_sheet_name(book, s.name.c_str());
  if (e != LXW_NO_ERROR) {
    throw Error(198, "no worksheet may be called \"" + s.name + "\"", std::nullopt,
                {"names have at most 31 characters, none of [ ] : * ? / \\, and differ from one another"});
  }
  lxw_worksheet* sheet = workbook_add_worksheet(book, s.name.c_str());
  for (const auto& [column, width] : s.widths) {
    const auto k = static_cast<lxw_col_t>(column);
    if (width > 0) worksheet_set_column(sheet, k, k, width, nullptr);
  }
  for (const CellRange& r : s.merged) merge(sheet, r);
  const XlsxWriter writer{w, formats, sheet};
  for (const Cell& c : s.cells) writer.put(c);
}

std::string write_workbook(const Workbook& w) {
  const ScratchFile file;
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (book == nullptr) throw Error(909, "not enough memory to write the workbook");
  try {
    std::vector<lxw_format*> formats;
    for (const CellStyle& s : w.styles) formats.push_back(s == CellStyle() ? nullptr : make_format(book, s));
    for (const Sheet& s : w.sheets) write_sheet(book, w, s, formats);
  } catch (...) {
    lxw_workbook_free(book);
    throw;
  }
  const lxw_error e = workbook_close(book);
  if (e != LXW_NO_ERROR) throw Error(693, std::string("the workbook could not be written: ") + lxw_strerror(e));
  return file.bytes();
}

const module::Office services = {module::open_zip, module::zip, write_workbook};

}  // namespace
}  // namespace nqp::data

extern "C" const nqp::module::Office* nqp_office() { return &nqp::data::services; }
