// What differs between the versions of .dta: 113 (Stata 8), 114 (10), 115 (12), 117 (13), 118 (14), 119 (15).
// Source: StataCorp, "Description of .dta file format" (help dta).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "interpreter/dataset/frame.hpp"

namespace nqp::data {

struct DtaLayout {
  int version = 118;
  std::size_t count_bytes = 2;    // number of variables (K), also each entry of the sort list
  std::size_t rows_bytes = 8;     // number of observations (N)
  std::size_t name_bytes = 129;   // names of variables, value labels, characteristics
  std::size_t format_bytes = 57;
  std::size_t label_bytes = 321;  // variable labels
  std::size_t strl_v_bytes = 2;   // split of the 8 bytes that point to a long string
  std::uint16_t widest_string = max_str_width;

  bool tagged() const { return version >= 117; }
};

inline DtaLayout dta_layout(int version) {
  if (version == 119) return {119, 4, 8, 129, 57, 321, 3, max_str_width};
  if (version == 118) return {118, 2, 8, 129, 57, 321, 2, max_str_width};
  if (version == 117) return {117, 2, 4, 33, 49, 81, 4, max_str_width};
  return {version, 2, 4, 33, version == 113 ? std::size_t{12} : std::size_t{49}, 81, 0, 244};
}

inline constexpr std::size_t dta_label_bytes = 81;      // data label of the versions without tags
inline constexpr std::size_t dta_timestamp_bytes = 18;

// Type codes: numbers count down from these in the order double float long int byte (tagged) or up (untagged).
inline constexpr std::uint16_t dta_byte = 65530, dta_double = 65526, dta_strl = 32768;
inline constexpr std::uint8_t dta_old_byte = 251;

// The panel declaration lives in characteristics of the data set; read consumes them, write makes them.
void panel_from_characteristics(Frame& f);
std::map<std::string, std::string> panel_characteristics(const Frame& f);

// Makes all text UTF-8: files older than version 118, and carelessly converted new ones, hold other encodings.
void make_text_utf8(Frame& f);

}  // namespace nqp::data
