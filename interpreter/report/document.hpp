// What a command has to say, before it is drawn: blocks of text, tables of numbers with their formats, headers.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace nqp::report {

enum class Style { text, result, error, input, note };  // as text, as result, as error, as input; notes

struct Run {
  std::string text;
  Style style = Style::text;
};

// Text; lines are separated by '\n'. A paragraph ends its last line unless `open` (display … _continue).
struct Paragraph {
  std::vector<Run> runs;
  bool open = false;
};

enum class Align { left, right, centre };

struct Cell {
  std::string text;  // already formatted; empty cells print blanks
  Align align = Align::right;
  int span = 1;  // columns covered
  Style style = Style::result;
  double number = 0;  // the value behind the text, for renderers that keep numbers
  bool has_number = false;
};

Cell text_cell(std::string text, Align align = Align::left, Style style = Style::text);
Cell number_cell(double value, std::string_view format);  // trimmed text, right-aligned, keeps the number

struct TableColumn {
  int width = 0;            // least width; wider contents widen the column
  int gap = 2;              // blanks before it
  bool bar_before = false;  // a vertical line before the gap
};

struct TableRow {
  enum class Kind { cells, rule, blank };
  Kind kind = Kind::cells;
  std::vector<Cell> cells;
};

struct Table {
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;  // headings included; rules where they belong
  int indent = 0;
  std::string title;  // for renderers that caption tables

  Table();
  Table(const Table&);
  Table(Table&&) noexcept;
  Table& operator=(const Table&);
  Table& operator=(Table&&) noexcept;
  ~Table();

  void rule();
  void blank();
  void row(std::vector<Cell> cells);
};

// The head of an estimation: lines on the left, "name = value" pairs on the right.
struct Header {
  std::vector<std::string> left;
  std::vector<std::pair<std::string, std::string>> right;
};

struct Scene;

// A drawing that a command made. The session keeps it under its name when the command is committed; text renderers
// leave it out.
struct Figure {
  std::shared_ptr<const Scene> scene;
  std::string name = "Graph";
  std::string saving;  // a file it is kept in too; empty: none
  bool replace = false;
};

using Block = std::variant<Paragraph, Table, Header, Figure>;

struct Document {
  std::vector<Block> blocks;

  // Not inline: this code would otherwise be made again in every file that has one.
  Document();
  Document(const Document&);
  Document(Document&&) noexcept;
  Document& operator=(const Document&);
  Document& operator=(Document&&) noexcept;
  ~Document();

  bool empty() const { return blocks.empty(); }
  Document& line(std::string text, Style style = Style::text);  // one finished line
  Document& blank();
  Document& add(Block b);
  Document& append(Document d);
};

}  // namespace nqp::report
