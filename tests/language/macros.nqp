* Macros: the language reference, semantics 1-7. Expected values follow from the rules by hand.

* 1. Expansion is textual, happens when the command is about to run, and never fails
clear
set obs 4
generate x = _n
generate y = x^2
assert "`never_defined'" == ""
assert "$NEVER_DEFINED" == ""
assert 1 `never_defined' == 1
regress y x `no_controls' $NO_CONTROLS
assert e(df_m) == 1
local op +
assert 1 `op' 2 == 3
local sum 1+2
assert `sum'*2 == 5
local qualifier if x > 1
count `qualifier'
assert r(N) == 3
local word count
`word' if x == 1
assert r(N) == 1
local line count if x > 2
`line'
assert r(N) == 2
local a 1
local b `a'
local a 2
assert `b' == 1
local later \`a'
local a 7
assert `later' == 7
global opts , detail
summarize x $opts
assert r(p50) == 2.5
local half summ
local rest arize x
`half'`rest'
assert r(N) == 4
local empty
assert "`empty'" == ""
assert "a`empty'b" == "ab"

* 2. Innermost first; a name may mix pieces; a global takes the longest name
local i 2
local j 3
local x2 gdp
assert "`x`i''" == "gdp"
local pre2_3 mixed
assert "`pre`i'_`j''" == "mixed"
assert "pre`i'_`j'" == "pre2_3"
local k i
assert ``k'' == 2
local deep k
assert ```deep''' == 2
global a2 nested
assert "${a`i'}" == "nested"
global dir folder
global dir_long other
assert "$dir/file" == "folder/file"
assert "$dir.dta" == "folder.dta"
assert "$dir_long" == "other"
assert "${dir}_x" == "folder_x"
assert "$dir-1" == "folder-1"
global which a2
assert "${$which}" == "nested"
foreach v in x2 {
  assert "``v''" == "gdp"
}

* 3. A backslash before a backquote or a dollar stops expansion
local f file
assert substr("D:\out\`f'", 1, 7) == "D:\out" + char(96)
assert strpos("D:\out\`f'", "file") == 0
assert length("\$dir") == 4
assert "D:\out/`f'" == "D:\out/file"
assert "D:\\`f'" != "file"

* 4. Text is stored as written, = evaluates
local t 1+1
assert "`t'" == "1+1"
local e = 1+1
assert "`e'" == "2"
local third = 1/3
assert "`third'" == ".3333333333333333"
local neg = -1/4
assert "`neg'" == "-.25"
local big = 123456789
assert "`big'" == "123456789"
scalar third = 1/3
assert third == 1/3
local s = "a" + "b"
assert "`s'" == "ab"
local s "a b"
assert "`s'" == "a b"
local s "a" "b"
assert `"`s'"' == `""a" "b""'
local s a b
assert "`s'" == "a b"
global g = 2*3
assert $g == 6
global g "two words"
assert "$g" == "two words"
local miss = .
assert "`miss'" == "."
local n = 1e5
assert "`n'" == "100000"
local gone something
local gone
assert "`gone'" == ""

* 5. Evaluation in place, macro functions in place, increments
assert "`=1+1'" == "2"
assert `=2*3' == 6
assert "pre`=10/2'post" == "pre5post"
local list red green blue
assert "`: word 2 of `list''" == "green"
assert `: word count `list'' == 3
local n 1
assert `++n' == 2
assert `n' == 2
assert `n++' == 2
assert `n' == 3
assert `--n' == 2
local ++n
assert `n' == 3
local --n
local --n
assert `n' == 1
assert "`=strupper("abc")'" == "ABC"
assert "x`=x[3]'" == "x3"

* 6. Macro functions; the list function takes names of macros
local A a b c d
local B b d
local diff : list A - B
assert "`diff'" == "a c"
local union : list A | B
assert "`union'" == "a b c d"
local both : list A & B
assert "`both'" == "b d"
local twice a b a c b
local once : list uniq twice
assert "`once'" == "a b c"
local dup : list dups twice
assert "`dup'" == "a b"
local sorted : list sort twice
assert "`sorted'" == "a a b b c"
local pos : list posof "c" in A
assert `pos' == 3
local pos : list posof "zz" in A
assert `pos' == 0
local in : list B in A
assert `in' == 1
local same : list A === B
assert `same' == 0
local size : list sizeof A
assert `size' == 4
local wc : word count one two three
assert `wc' == 3
local w2 : word 2 of one two three
assert "`w2'" == "two"
local w9 : word 9 of one two three
assert "`w9'" == ""
label variable x "the label"
local vl : variable label x
assert "`vl'" == "the label"
local ty : type x
assert "`ty'" == "float"
local fm : format x
assert "`fm'" == "%9.0g"
label define yesno 0 "no" 1 "yes" 3 "three words here"
label values x yesno
local vn : value label x
assert "`vn'" == "yesno"
local l3 : label yesno 3
assert "`l3'" == "three words here"
local l3 : label (x) 3
assert "`l3'" == "three words here"
local l9 : label yesno 9
assert "`l9'" == "9"
local d : display %4.2f 3.14159
assert "`d'" == "3.14"
local d : di "text"
assert "`d'" == "text"
local str aXbXc
local r1 : subinstr local str "X" "-"
assert "`r1'" == "a-bXc"
local rall : subinstr local str "X" "-", all
assert "`rall'" == "a-b-c"
global GS aXb
local rg : subinstr global GS "X" "+"
assert "`rg'" == "a+b"
local len : length local str
assert `len' == 5
local up : environment PATH
assert "`up'" != ""
local pr : permname x
assert "`pr'" == "x1"

* 7. Quotes: a text holding a quote needs compound quotes; empty macros are compared as strings
local s `"say "hi""'
assert `"`s'"' == "say " + char(34) + "hi" + char(34)
capture assert "`s'" == "x"
assert _rc == 198
local opt
if "`opt'" == "" {
  local opt default
}
assert "`opt'" == "default"
local s `"one "two three" four"'
assert `: word count `s'' == 3
assert "`: word 2 of `s''" == "two three"
assert `"a `"nested"' b"' == "a " + char(96) + char(34) + "nested" + char(34) + char(39) + " b"
assert length(`"""') == 1
