// Kernels of the string functions; see the table in string.cpp for what each does.
#pragma once

#include "interpreter/eval/functions/kernel.hpp"

namespace nqp::eval::strings {

// Bytes and ASCII (string_bytes.cpp)
Value substr(Values a, const Scope&);
Value strlen(Values a, const Scope&);
Value strupper(Values a, const Scope&);
Value strlower(Values a, const Scope&);
Value strproper(Values a, const Scope&);
Value strtrim(Values a, const Scope&);
Value strltrim(Values a, const Scope&);
Value strrtrim(Values a, const Scope&);
Value stritrim(Values a, const Scope&);
Value strreverse(Values a, const Scope&);
Value subinstr(Values a, const Scope&);
Value subinword(Values a, const Scope&);
Value strpos(Values a, const Scope&);
Value strrpos(Values a, const Scope&);
Value strmatch(Values a, const Scope&);
Value word(Values a, const Scope&);
Value wordcount(Values a, const Scope&);
Value indexnot(Values a, const Scope&);
Value byte_character(Values a, const Scope&);

// Names, numbers and codes (string_convert.cpp)
Value abbrev(Values a, const Scope&);
Value strofreal(Values a, const Scope&);
Value real(Values a, const Scope&);
Value plural(Values a, const Scope&);
Value soundex(Values a, const Scope&);
Value soundex_nara(Values a, const Scope&);
Value strtoname(Values a, const Scope&);
Value ustrtoname(Values a, const Scope&);
Value tobytes(Values a, const Scope&);
Value ustrtohex(Values a, const Scope&);
Value ustrunescape(Values a, const Scope&);

// Characters (string_unicode.cpp)
Value usubstr(Values a, const Scope&);
Value udsubstr(Values a, const Scope&);
Value ustrlen(Values a, const Scope&);
Value udstrlen(Values a, const Scope&);
Value ustrupper(Values a, const Scope&);
Value ustrlower(Values a, const Scope&);
Value ustrtitle(Values a, const Scope&);
Value ustrtrim(Values a, const Scope&);
Value ustrltrim(Values a, const Scope&);
Value ustrrtrim(Values a, const Scope&);
Value ustrreverse(Values a, const Scope&);
Value ustrpos(Values a, const Scope&);
Value ustrrpos(Values a, const Scope&);
Value ustrleft(Values a, const Scope&);
Value ustrright(Values a, const Scope&);
Value ustrword(Values a, const Scope&);
Value ustrwordcount(Values a, const Scope&);
Value ustrfix(Values a, const Scope&);
Value ustrinvalidcnt(Values a, const Scope&);
Value ustrcompare(Values a, const Scope&);
Value ustrsortkey(Values a, const Scope&);
Value ustrcompareex(Values a, const Scope&);
Value ustrsortkeyex(Values a, const Scope&);
Value ustrnormalize(Values a, const Scope&);
Value collatorlocale(Values a, const Scope&);
Value collatorversion(Values a, const Scope&);
Value ustrfrom(Values a, const Scope&);
Value ustrto(Values a, const Scope&);
Value uchar(Values a, const Scope&);
Value uisdigit(Values a, const Scope&);
Value uisletter(Values a, const Scope&);

// Regular expressions (string_regex.cpp)
Value regexm(Values a, const Scope& scope);
Value regexs(Values a, const Scope& scope);
Value regexcapturenamed(Values a, const Scope& scope);
Value regexr(Values a, const Scope& scope);
Value regexra(Values a, const Scope& scope);
Value regexmatch(Values a, const Scope& scope);
Value regexreplace(Values a, const Scope& scope);
Value regexreplaceall(Values a, const Scope& scope);
Value ustrregexm(Values a, const Scope& scope);
Value ustrregexrf(Values a, const Scope& scope);
Value ustrregexra(Values a, const Scope& scope);

}  // namespace nqp::eval::strings
