// Data files as commands name and load them.
#pragma once

#include <string>
#include <string_view>

#include "interpreter/command/context.hpp"
#include "interpreter/dataset/io/byte_source.hpp"

namespace nqp::kit {

// The path with ".ext" added when its last part has no extension.
std::string with_extension(const std::string& path, const std::string& extension);

// Error 4 when the data in memory have changes that are not saved, unless `clear`.
void require_saved(const command::Context& c, bool clear);

// Error 602 when the file exists, unless `replace`.
void require_free(const command::Context& c, const std::string& path, bool replace);

// An open file as the readers of the data engine take it; the file must outlive it.
data::ByteSource source_of(host::Reader& file);

// A .dta file (".dta" is added). Errors 601 not found, 610 and its kind for damaged files; they name the file.
data::Frame load_dta(const command::Context& c, const std::string& path);

// Writes a .dta file.
void store_dta(const command::Context& c, const data::Frame& f, const std::string& path, int version = 118);

// A table of results where saving() says: comma-separated when the name ends in .csv, else a .dta file.
void store_table(const command::Context& c, const data::Frame& f, const std::string& path);

// One of the data sets that are part of the program, labels included. Error 601 when there is none of that name.
data::Frame load_example(const std::string& name);
std::vector<std::pair<std::string, std::string>> example_names();  // name, title

// The frame as if just read: unchanged since.
void mark_fresh(data::Frame& f, const std::string& path);

}  // namespace nqp::kit
