* The language at the level of text: numbered semantics 1 to 10. Expected values follow from the rule in the sentence.
clear
set obs 4
generate x = _n
generate y = x^2

*** 1 Expansion is textual and happens when the command is about to run
local sum 1+2
assert `sum'*2 == 5
local op <
count if x `op' 3
assert r(N) == 2
local tail if x > 1
count `tail'
assert r(N) == 3
local half summ
`half'arize x
assert r(N) == 4
local line "summarize x in 1/2, meanonly"
`line'
assert r(mean) == 1.5
local a 1
local b `a'
local a 2
assert "`b'" == "1"
forvalues i = 1/3 {
  local grows `grows' `i'
}
assert "`grows'" == "1 2 3"
global opts ", detail"
summarize x $opts
assert r(p50) == 2.5
local quoted "y"
assert "`quoted'" == "y" & `quoted'[2] == 4

*** 1 An undefined macro is empty text and never an error
regress y x `never_defined' $NEVER_DEFINED
assert e(df_m) == 1
assert "`never_defined'" == ""
assert "${NEVER_DEFINED}" == ""
assert "a`never_defined'b" == "ab"
local list `never_defined'
assert "`list'" == ""
foreach v of local never_defined {
  error 9
}
foreach v in `never_defined' {
  error 9
}
if "`never_defined'" != "" {
  error 9
}
`never_defined'
`never_defined' count
assert r(N) == 4

*** 1 The mode that warns of undefined macros still runs the command
set warn macro on
regress y x `undefined_controls'
assert e(df_m) == 1
assert "`undefined_controls'" == ""
set warn macro off
tempfile log
log using "`log'", text replace
set warn macro on
display "`undefined_controls'"
set warn macro off
display "`other_undefined'"
log close
assert strpos(fileread("`log'"), "undefined_controls is not defined") > 0
assert strpos(fileread("`log'"), "other_undefined is not defined") == 0
capture set warn macro perhaps
assert _rc == 198

*** 2 The innermost reference is replaced first
local i 2
local x2 gdp
assert "`x`i''" == "gdp"
local j 3
local pre2_3 mixed
assert "`pre`i'_`j''" == "mixed"
assert "pre`i'_`j'" == "pre2_3"
local k i
assert ``k'' == 2
local deep k
assert ```deep''' == 2
global a2 nested
assert "${a`i'}" == "nested"
global which a2
assert "${$which}" == "nested"
global name i
assert "`$name'" == "2"
local n 1
local v1 first
local v2 second
assert "`v`=`n'+1''" == "second"
assert "`v`: word count a b''" == "second"

*** 2 A global takes the longest name of letters, digits and underscores
global dir folder
global dir_long other
global d1 one
assert "$dir/file" == "folder/file"
assert "$dir.dta" == "folder.dta"
assert "$dir_long" == "other"
assert "${dir}_long" == "folder_long"
assert "$dir-1" == "folder-1"
assert "$d1 $dir" == "one folder"
assert "$dir$d1" == "folderone"
assert "${dir}${d1}" == "folderone"
assert "cost: 5$" == "cost: 5" + char(36)
assert "$ dir" == char(36) + " dir"

*** 3 A backslash before a backquote or a dollar stops expansion
local f file
global g text
assert strpos("D:\out\`f'", "file") == 0
assert substr("D:\out\`f'", 1, 7) == "D:\out" + char(96)
assert length("\$g") == 2
assert "\$g" == char(36) + "g"
assert "D:\out/`f'" == "D:" + char(92) + "out/file"
assert "a\b" == "a" + char(92) + "b"
local later \`f'
local f changed
assert "`later'" == "changed"
global lazy \$g
global g new
assert "$lazy" == "new"
local path C:\data\sub
assert "`path'" == "C:" + char(92) + "data" + char(92) + "sub"

*** 4 A macro without the equals sign holds the text and with it the value
local t 1+1
assert "`t'" == "1+1"
local e = 1+1
assert "`e'" == "2"
local s = "a" + "b"
assert "`s'" == "ab"
global G 2*3
assert "$G" == "2*3"
global G = 2*3
assert "$G" == "6"
local b = 3 > 2
assert "`b'" == "1"
local m = .
assert "`m'" == "."
local m = .a
assert "`m'" == ".a"
capture local bad = 1 +
assert _rc == 198
capture local bad = no_such_variable
assert _rc == 111
local v = x
assert "`v'" == "1"
local v = x[3]
assert "`v'" == "3"

*** 4 Numbers become text of 16 to 17 digits without a leading zero
local third = 1/3
assert "`third'" == ".3333333333333333"
local neg = -1/4
assert "`neg'" == "-.25"
local big = 123456789
assert "`big'" == "123456789"
local n = 1e5
assert "`n'" == "100000"
local tenth = 0.1
assert "`tenth'" == ".1"
local half = 2.50
assert "`half'" == "2.5"
local tiny = 1e-10
assert `tiny' == 1e-10
local large = 2^53
assert `large' == 2^53
scalar third = 1/3
assert scalar(third) == 1/3

*** 4 The outer double quotes are stripped only when they enclose the whole text
local s "a b"
assert `"`s'"' == "a b"
local s "a" "b"
assert `"`s'"' == `""a" "b""'
local s `"a "b" c"'
assert `"`s'"' == `"a "b" c"'
local s "  inner blanks  "
assert "`s'" == "  inner blanks  "
local s    leading blanks go
assert "`s'" == "leading blanks go"
local s ""
assert `"`s'"' == ""
global s "two words"
assert "$s" == "two words"

*** 5 An expression in a reference is evaluated in place
assert "`=1+1'" == "2"
assert "pre`=10/2'post" == "pre5post"
assert "`=strupper("abc")'" == "ABC"
assert "x`=x[3]'" == "x3"
local n 3
count in 1/`=`n'-1'
assert r(N) == 2
scalar s = 7
assert `=s' == 7
assert "`=1/3'" == ".3333333333333333"
assert "`=_N'" == "4"
quietly summarize x
assert `=r(mean)' == 2.5
assert "`=""'" == ""
matrix A = (1, 2 \ 3, 4)
assert `=A[2,1]' == 3
assert "`=cond(1, "yes", "no")'" == "yes"

*** 5 A macro function in a reference is called in place
local list red green blue
assert "`: word 2 of `list''" == "green"
assert `: word count `list'' == 3
assert "`: type x'" == "float"
assert "`: display %4.2f 2.346'" == "2.35"
assert "`: list sizeof list'" == "3"

*** 5 An increment in a reference happens before or after the value is taken
local n 1
assert `++n' == 2
assert `n' == 2
assert `n++' == 2
assert `n' == 3
assert `--n' == 2
assert `n--' == 2
assert `n' == 1
local ++n
assert `n' == 2
local --n
local --n
assert `n' == 0
local i 0
while `++i' < 4 {
  local seen `seen' `i'
}
assert "`seen'" == "1 2 3"

*** 6 List functions take names of macros and not their values
local A a b c d
local B b d
local diff : list A - B
assert "`diff'" == "a c"
local union : list A | B
assert "`union'" == "a b c d"
local both : list A & B
assert "`both'" == "b d"
local in : list B in A
assert "`in'" == "1"
local in : list A in B
assert "`in'" == "0"
local nothing : list no_such - B
assert "`nothing'" == ""
global G a d
local of_global : list A - global(G)
assert "`of_global'" == "b c"
local pos : list posof "c" in A
assert "`pos'" == "3"

*** 7 A text with a quote needs compound quotes
local s `"say "hi""'
assert `"`s'"' == "say " + char(34) + "hi" + char(34)
capture assert "`s'" == "x"
assert _rc == 198
assert length(`"""') == 1
assert `"a `"nested"' b"' == "a " + char(96) + char(34) + "nested" + char(34) + char(39) + " b"
local words `"one "two three" four"'
assert `: word count `words'' == 3
assert "`: word 2 of `words''" == "two three"
assert `"it's"' == "it's"
assert "it's" == "it" + char(39) + "s"
generate str20 q = `"a"b"'
assert length(q) == 3

*** 7 Possibly empty macros are compared as strings
local opt
if "`opt'" == "" {
  local opt default
}
assert "`opt'" == "default"
if "`opt'" != "" local seen yes
assert "`seen'" == "yes"
if `"`none'"' == `""' local empty yes
assert "`empty'" == "yes"

*** 8 An apostrophe is transpose in matrix expressions unless it closes a macro
matrix A = (1, 2 \ 3, 4)
local m A
matrix B = A'
assert B[1,2] == 3
matrix C = `m''
assert C[1,2] == 3
matrix D = `m'' * `m'
assert D[1,1] == 10 & D[1,2] == 14 & D[2,2] == 20
matrix E = A'*A
assert mreldif(D, E) == 0
matrix F = A''
assert mreldif(F, A) == 0
matrix G = (A + B)'
assert G[1,2] == 5
local v "it's `m'"
assert "`v'" == "it's A"

*** 9 A star begins a comment only at the start of a command
* generate x = 1
  * with blanks before it
generate a = 2*3
assert a == 6
generate b = 2 * x
assert b[4] == 8
* a star comment with "an open quote and `an open backquote
assert _N == 4

*** 9 Two slashes begin a comment only at the start of a line or after a blank
generate a = 1 // after a blank
generate b = 1	// after a tab
// a whole line
local url "http://example.org/x"
assert length("`url'") == 20
local bare http://example.org
assert "`bare'" == "http:" + "/" + "/example.org"
local kept "a // b"
assert length("`kept'") == 6
if 1 { // behind a brace
  local taken yes
} // behind the closing one
assert "`taken'" == "yes"

*** 9 Three slashes join lines
generate a = 1 + /// a comment
  2 ///
  + 3
assert a == 6
* a star comment continued ///
replace a = 0
assert a == 6
local text one ///
  two
assert `: word count `text'' == 2

*** 9 Slash star comments nest and may sit inside a command
generate a = /* inside */ 4
assert a == 4
generate b = 1 /* over
two lines */ + 1
assert b == 2
generate c = 1 /* outer /* inner */ still outer */ + 6
assert c == 7
* a star comment /* opens a block
replace c = 99
*/
assert c == 7
local text "a /* b */ c"
assert length("`text'") == 11

*** 9 In the semicolon mode newlines are blanks and star comments run to the semicolon
#delimit ;
generate k = 1
  + 2
  + 3;
assert k == 6;
* a comment
  over lines with replace k = 0
  ;
assert k == 6;
foreach i in 1 2 {;
  local last `i';
};
assert `last' == 2;
local v a
  b;
assert `: word count `v'' == 2;
generate m = 1; assert m == 1;
#delimit cr
assert k == 6
# delimit ;
generate n = 2;
# delimit cr
assert n == 2

*** 9 The semicolon mode ends with the file
do "$TESTS/language/delimit_ends_with_file.do"
assert $FROM_INNER == 2
generate o = 3
assert o == 3

*** 10 Strings are bytes for substr and length and characters for usubstr and ustrlen
generate str30 s = "北京市区"
assert length(s) == 12
assert strlen(s) == 12
assert ustrlen(s) == 4
assert substr(s, 1, 6) == "北京"
assert usubstr(s, 1, 2) == "北京"
assert usubstr(s, 3, .) == "市区"
assert usubstr(s, -1, 1) == "区"
assert strpos(s, "京") == 4
assert ustrpos(s, "京") == 2
assert udstrlen(s) == 8
local m 中文
assert "`m'文" == "中文文"
local 变量 3
assert `变量' == 3
generate 收入 = x
assert 收入 == x
rename 收入 城市
assert 城市[2] == 2
label variable 城市 "城市名称"
assert "`: variable label 城市'" == "城市名称"
