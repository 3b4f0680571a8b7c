* Text level: comments, continuation and delimiters (semantic 9).

* 9. Comments and continuation
clear
set obs 3
generate a = 1 // a comment after a blank
generate b = 2 /// continued
  + 3
assert b == 5
generate c = /* inside */ 4
assert c == 4
local url "http://example.org/x"
assert length("`url'") == 20
assert "http://a" == "http:" + "//a"
// a whole line
* a star comment with "an open quote
generate d = 1 /* over
two lines */ + 1
assert d == 2
generate e = 1 /* outer /* inner */ still outer */ + 6
assert e == 7
generate f = 2*3
assert f == 6
generate g = 2 ///
  * ///
  4
assert g == 8
* a star comment /* opens a block
replace g = 99
*/
assert g == 8
* a star comment continued ///
replace g = 77
assert g == 8
local text "a /* b */ c"
assert length("`text'") >= 3
local kept "a // b"
assert length("`kept'") == 6
generate h = 1	// a tab before the comment
assert h == 1
if 1 { // a comment after a brace
  local taken yes
} // and after the closing one
assert "`taken'" == "yes"

* 9. In the semicolon mode newlines are blanks and star comments run to the semicolon
#delimit ;
generate k = 1
  + 2
  + 3;
assert k == 6;
* a comment
  over lines with replace k = 0
  ;
assert k == 6;
local v a
  b;
assert `: word count `v'' == 2;
foreach i in 1 2 {;
  local last `i';
};
assert `last' == 2;
#delimit cr
assert k == 6
# delimit ;
generate m = 1
; assert m == 1;
# delimit cr
generate n = 2
assert n == 2

* 9. The mode ends with the file
do "$TESTS/language/delimit_ends_with_file.do"
assert $FROM_INNER == 2
generate o = 3
assert o == 3
