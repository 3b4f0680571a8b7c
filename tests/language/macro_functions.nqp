* Macro functions and macro commands. Expected values follow from the description of each function.
clear
set obs 3
generate x = _n
generate str10 name = "a"
label variable x "the label of x"
label define yesno 0 "no" 1 "yes" 3 "three words here"
label values x yesno

*** word count and word # of split at blanks and keep quoted words together
local n : word count one two three
assert "`n'" == "3"
local n : word count
assert "`n'" == "0"
local n : word count "two words" one
assert "`n'" == "2"
local w : word 2 of one two three
assert "`w'" == "two"
local w : word 9 of one two
assert "`w'" == ""
local w : word 1 of "two words" one
assert "`w'" == "two words"
local i 2
local w : word `i' of a b c
assert "`w'" == "b"
local w : word `=`i'+1' of a b c
assert "`w'" == "c"
local list a b c
local last : word `: word count `list'' of `list'
assert "`last'" == "c"
capture local w : word a b
assert _rc == 198

*** list operators combine the words of two macros
local a a b c b
local b b d
local r : list a | b
assert "`r'" == "a b c b d"
local r : list a & b
assert "`r'" == "b"
local r : list a - b
assert "`r'" == "a c b"
local bb b b
local bbb b b b
local r : list bb in a
assert "`r'" == "1"
local r : list bbb in a
assert "`r'" == "0"
local r : list a | bb
assert "`r'" == "a b c b"
local r : list a | bbb
assert "`r'" == "a b c b b"
local r : list a & bbb
assert "`r'" == "b b"
local r : list b in a
assert "`r'" == "0"
local c b a
local r : list c in a
assert "`r'" == "1"
local d b a
local r : list c == d
assert "`r'" == "1"
local e a b
local r : list c == e
assert "`r'" == "0"
local r : list c === e
assert "`r'" == "1"
local none
local r : list none | b
assert "`r'" == "b d"
local r : list a - none
assert "`r'" == "a b c b"
global g d
local r : list b - global(g)
assert "`r'" == "b"
global h : list global(g) | local(b)
assert "$h" == "d b"

*** list functions of one macro
local a c a b a
local r : list uniq a
assert "`r'" == "c a b"
local r : list dups a
assert "`r'" == "a"
local r : list sort a
assert "`r'" == "a a b c"
local r : list sizeof a
assert "`r'" == "4"
local r : list posof "b" in a
assert "`r'" == "3"
local r : list posof "z" in a
assert "`r'" == "0"
local q `""two words" one"'
local r : list posof "two words" in q
assert "`r'" == "1"
local wide   a    b
local r : list retokenize wide
assert "`r'" == "a b"
local r : list clean wide
assert "`r'" == "a b"
local t a b a c a
local r : list uniq t
assert "`r'" == "a b c"
local r : list dups t
assert "`r'" == "a a"
local r : list sizeof never
assert "`r'" == "0"
capture local r : list nonsense
assert _rc == 198

*** variable label, value label, type, format, sortedby and char describe the data
local r : variable label x
assert "`r'" == "the label of x"
local r : var label x
assert "`r'" == "the label of x"
local r : variable label name
assert "`r'" == ""
local r : value label x
assert "`r'" == "yesno"
local r : value label name
assert "`r'" == ""
local r : type x
assert "`r'" == "float"
local r : type name
assert "`r'" == "str10"
local r : format x
assert "`r'" == "%9.0g"
local r : format name
assert "`r'" == "%10s"
sort x name
local r : sortedby
assert "`r'" == "x name"
gsort -x
local r : sortedby
assert "`r'" == ""
char x[note] some text
char _dta[key] of the data
local r : char x[note]
assert "`r'" == "some text"
local r : char _dta[key]
assert "`r'" == "of the data"
local r : char x[]
assert "`r'" == "note"
label data "the data set"
local r : data label
assert "`r'" == "the data set"
capture local r : variable label nothing
assert _rc == 111
capture local r : type nothing
assert _rc == 111

*** label gives the text of a value by label name or by variable
local r : label yesno 3
assert "`r'" == "three words here"
local r : label (x) 1
assert "`r'" == "yes"
local r : label yesno 9
assert "`r'" == "9"
local r : label yesno 9, strict
assert "`r'" == ""
local r : label yesno 3 5
assert "`r'" == "three"
local r : label yesno maxlength
assert "`r'" == "16"
local r : label no_such 3
assert "`r'" == "3"
local v 0
local r : label (x) `v'
assert "`r'" == "no"
generate plain = 7
local r : label (plain) 7
assert "`r'" == "7"

*** display formats what the command display would show
local r : display %4.2f 3.14159
assert "`r'" == "3.14"
local r : di "text"
assert "`r'" == "text"
local r : display %12.0fc 1234567
assert trim("`r'") == "1,234,567"
local r : display %td 21609
assert "`r'" == "01mar2019"
local r : display 1/3
assert "`r'" == ".33333333"
local r : display "a" "b" 1+1
assert "`r'" == "ab2"
local r : display %05.1f 2.25
assert inlist("`r'", "002.2", "002.3")
local r : display 2 + 2
assert "`r'" == "4"

*** subinstr replaces in the value of a macro
local s aXbXc
local r : subinstr local s "X" "-"
assert "`r'" == "a-bXc"
local r : subinstr local s "X" "-", all
assert "`r'" == "a-b-c"
local r : subinstr local s "X" "", all
assert "`r'" == "abc"
local r : subinstr local s "X" "-", all count(local c)
assert "`c'" == "2"
local r : subinstr local s "Z" "-", all count(local c)
assert "`c'" == "0" & "`r'" == "aXbXc"
local r : subinstr local s "X" "-", count(global gc)
assert "$gc" == "1"
local w one two one twone
local r : subinstr local w "one" "1", all word
assert "`r'" == "1 two 1 twone"
local r : subinstr local w "one" "1", word
assert "`r'" == "1 two one twone"
global G aXb
local r : subinstr global G "X" "+"
assert "`r'" == "a+b"
local sp a b c
local r : subinstr local sp " " ",", all
assert "`r'" == "a,b,c"
local q say "hi"
local r : subinstr local q `"""' "", all
assert `"`r'"' == "say hi"

*** length, ulength and udisplay lengths of macros
local s 中文a
local r : length local s
assert "`r'" == "7"
local r : ulength local s
assert "`r'" == "3"
local r : udlength local s
assert "`r'" == "5"
global S abc
local r : length global S
assert "`r'" == "3"
local r : length local never
assert "`r'" == "0"

*** names, equations and sizes of matrices
matrix A = (1, 2, 3 \ 4, 5, 6)
matrix rownames A = r1 r2
matrix colnames A = eq1:a eq1:b eq2:c
local r : colnames A
assert "`r'" == "a b c"
local r : colfullnames A
assert "`r'" == "eq1:a eq1:b eq2:c"
local r : coleq A
assert "`r'" == "eq1 eq1 eq2"
local r : rownames A
assert "`r'" == "r1 r2"
local r : rowfullnames A
assert "`r'" == "r1 r2"
local r : roweq A
assert "`r'" == "_ _"
local r : rowsof A
assert "`r'" == "2"
local r : colsof A
assert "`r'" == "3"
local r : colnumb A eq2:c
assert "`r'" == "3"
local r : rownumb A r2
assert "`r'" == "2"
local r : colnumb A none
assert "`r'" == "."
local r : coleq A, quoted
assert `"`r'"' == `""eq1" "eq1" "eq2""'
regress x
local r : colnames e(b)
assert "`r'" == "_cons"
matrix V = e(V)
local r : rowfullnames V
assert "`r'" == "_cons"
local r : coleqnumb A eq2
assert "`r'" == "3"
capture local r : colnames no_such
assert _rc == 111

*** dir lists files, folders and others by a pattern
local d "$TESTS/language"
local r : dir "`d'" files "called.*"
assert `"`r'"' == `""called.do""'
local r : dir "`d'" files "CALLED.*", respectcase
assert `"`r'"' == ""
local r : dir "$TESTS" dirs "lang*"
assert `"`r'"' == `""language""'
local r : dir "`d'" other "*"
assert `"`r'"' == ""
local r : dir "`d'" files "no_such_*"
assert `"`r'"' == ""
local r : dir "`d'" files "*.do"
assert `: word count `r'' == 3
local n 0
foreach f of local r {
  local ++n
}
assert `n' == 3
local r : dir . files "no_such_pattern"
assert `"`r'"' == ""

*** piece cuts a text at blanks into pieces of a width
local r : piece 1 10 of "one two three four"
assert "`r'" == "one two"
local r : piece 2 10 of "one two three four"
assert "`r'" == "three four"
local r : piece 3 10 of "one two three four"
assert "`r'" == ""
local text a bc def
local r : piece 2 4 of "`text'"
assert "`r'" == "def"
local r : piece 1 3 of "abcdef"
assert "`r'" == "abc"
local r : piece 2 3 of "abcdef"
assert "`r'" == "def"
local r : piece 1 3 of "abcdef gh", nobreak
assert "`r'" == "abcdef"
local r : piece 2 3 of "abcdef gh", nobreak
assert "`r'" == "gh"

*** copy takes a macro unexpanded and verbatim
local s \`later'
local r : copy local s
local later now
assert "`r'" == "now"
global G text
local r : copy global G
assert "`r'" == "text"
local q `"a "b" c"'
local r : copy local q
assert `"`r'"' == `"a "b" c"'

*** env, sysdir and permname
local r : environment PATH
assert "`r'" != ""
local r : env NO_SUCH_VARIABLE_HERE
assert "`r'" == ""
local r : sysdir PERSONAL
assert "`r'" != ""
local r : permname x
assert "`r'" == "x1"
local r : permname fresh
assert "`r'" == "fresh"
local r : permname abcdefgh, length(4)
assert "`r'" == "abcd"

*** all lists names of macros, scalars and matrices by a pattern
global zz_a 1
global zz_b 2
local r : all globals "zz_*"
assert "`r'" == "zz_a zz_b"
scalar zs1 = 1
scalar zs2 = "t"
local r : all scalars "zs*"
assert "`r'" == "zs1 zs2"
local r : all numeric scalars "zs*"
assert "`r'" == "zs1"
local r : all string scalars "zs*"
assert "`r'" == "zs2"
matrix zm = 1
local r : all matrices "z*"
assert "`r'" == "zm"
local r : all matrices "q*"
assert "`r'" == ""

*** r(), e() and s() list the names of results
summarize x
local r : r(scalars)
assert strpos(" `r' ", " mean ") > 0
local r : r(macros)
assert "`r'" == ""
regress x
local r : e(macros)
assert strpos(" `r' ", " cmd ") > 0
local r : e(matrices)
assert "`: list posof "b" in r'" != "0"
local r : e(scalars)
assert strpos(" `r' ", " N ") > 0
local r : e(functions)
assert "`r'" == "sample"

*** properties and results tell of a program
program mine, rclass properties(mi svyb)
end
local r : properties mine
assert "`r'" == "mi svyb"
local r : results mine
assert "`r'" == "rclass"
program other
end
local r : properties other
assert "`r'" == ""

*** tsnorm writes time-series operators in their normal form
local r : tsnorm l.x
assert "`r'" == "L.x"
local r : tsnorm L2D.x
assert inlist("`r'", "L2D.x", "DL2.x")

*** An unknown macro function is refused
capture local r : no_such_function x
assert _rc == 198

*** macro drop takes names, patterns and all
global one 1
global onetwo 2
global other 3
macro drop one
assert "$one" == "" & "$onetwo" == "2"
global one 1
macro drop one*
assert "$one$onetwo" == "" & "$other" == "3"
local l text
macro drop _l
assert "`l'" == ""
macro drop no_such_macro
global o?x 1
macro drop _all
assert "$other" == ""

*** macro list, dir and shift
global listed value
macro list
macro dir
macro list listed
capture macro list never_defined
assert _rc == 111
tokenize a b c
macro shift
assert "`1'" == "b" & "`2'" == "c" & "`3'" == "" & "`*'" == "b c"
tokenize a b c
mac shift 2
assert "`1'" == "c" & "`*'" == "c"
macro shift
macro shift
assert "`1'" == ""
capture macro nonsense
assert _rc == 198
program all_args
  while "`1'" != "" {
    global SEEN $SEEN`1'
    macro shift
  }
end
all_args x y z
assert "$SEEN" == "xyz"

*** tokenize splits at blanks or at given characters
tokenize one "two words" three
assert "`1'" == "one" & "`2'" == "two words" & "`3'" == "three" & "`4'" == ""
tokenize "a b c"
assert "`1'" == "a" & "`3'" == "c"
tokenize "a,b,c", parse(",")
assert "`1'" == "a" & "`2'" == "," & "`3'" == "b" & "`5'" == "c"
tokenize "a = b+c", parse(" =+")
assert "`1'" == "a" & "`2'" == "=" & "`3'" == "b" & "`4'" == "+" & "`5'" == "c"
tokenize x
assert "`1'" == "x" & "`2'" == ""
tokenize
assert "`1'" == ""
tokenize "a|b", p("|")
assert "`3'" == "b"
local v m n
tokenize `v'
assert "`2'" == "n" & "`*'" == "m n"

*** gettoken takes the first token and leaves the rest
local s a b c
gettoken first rest : s
assert "`first'" == "a" & "`rest'" == " b c"
gettoken first s : s
gettoken first s : s
assert "`first'" == "b" & trim("`s'") == "c"
local s a,b
gettoken first rest : s, parse(",")
assert "`first'" == "a" & "`rest'" == ",b"
gettoken comma rest : rest, parse(",")
assert "`comma'" == "," & "`rest'" == "b"
local s "two words" more
local s `""two words" more"'
gettoken first rest : s
assert "`first'" == "two words"
gettoken first rest : s, quotes
assert `"`first'"' == `""two words""'
local s (a b) c
gettoken first rest : s, bind
assert "`first'" == "(a b)"
gettoken first rest : s
assert "`first'" == "(a"
gettoken first rest : s, match(paren) bind
assert "`first'" == "a b" & "`paren'" == "("
local s plain c
gettoken first rest : s, match(paren)
assert "`first'" == "plain" & "`paren'" == ""
local quoted `""a b" c"'
gettoken first rest : quoted, qed(q)
assert "`first'" == "a b" & "`q'" == "1"
gettoken first rest : rest, qed(q)
assert "`first'" == "c" & "`q'" == "0"
gettoken (global) G (local) tail : s
assert "$G" == "plain" & "`tail'" == " c"
global S x y
gettoken first rest : (global) S
assert "`first'" == "x" & "`rest'" == " y"
local empty
gettoken first rest : empty
assert "`first'" == "" & "`rest'" == ""
local s f(x, y) z
gettoken first rest : s, parse(" ,") bind
assert "`first'" == "f(x, y)"
capture gettoken
assert _rc == 198

*** macval keeps a value from being expanded again
global inner text
local m \$inner
assert "`m'" == "text"
assert length("`macval(m)'") == 6
local copy `macval(m)'
assert length("`macval(copy)'") == 6

*** Macros stand in the heads of loops and conditions
local kind in
foreach v `kind' a b {
  local seen `seen'`v'
}
assert "`seen'" == "ab"
local range 1/3
forvalues i = `range' {
  local sum = 0`sum' + `i'
}
assert `sum' == 6
local cond x[1] == 1
if `cond' local hit yes
assert "`hit'" == "yes"
local lhs 3
if `lhs' > 2 & "`kind'" == "in" {
  local both yes
}
assert "`both'" == "yes"
local i 0
while `i' < 3 {
  local ++i
}
assert `i' == 3
local list1 a b
local list2 c d
forvalues k = 1/2 {
  foreach w of local list`k' {
    local all `all'`w'
  }
}
assert "`all'" == "abcd"

*** Increments in definitions count up and down and start from nothing
local ++fresh
assert "`fresh'" == "1"
local --fresh
assert "`fresh'" == "0"
local n = 5
assert `n++' == 5 & `n' == 6
assert `++n' == 7
assert `--n' == 6
global k 1
global ++k
assert $k == 2

*** Names that the system makes, and matrices with equations
local v : tempvar
generate `v' = 1 if 0
confirm new variable other
local f : tempfile
assert !fileexists("`f'")
local folder : sysdir PERSONAL
assert "`folder'" == c(sysdir_personal)
local sub : adosubdir "regress.ado"
assert "`sub'" == "r"
matrix B = (1, 2, 3, 4)
matrix colnames B = one:x one:_cons two:x three:s
local n : colnlfs B
assert `n' == 3
local names : colvarlist B
assert "`names'" == "x s"
local full : collfnames B
assert "`full'" == "one:x one:_cons two:x three:s"

*** The word label may be shortened
sysuse auto, clear
assert "`: var lab price'" == "Price"
assert "`: value lab foreign'" == "origin"
