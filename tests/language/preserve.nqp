* preserve and restore, files and temporary files (semantics 39-41).

* 39. restore brings the data back
clear
set obs 5
generate x = _n
preserve
keep if x > 3
replace x = 0
generate more = 1
assert _N == 2
restore
assert _N == 5 & x[5] == 5
capture confirm variable more
assert _rc == 111

* 39. One level; twice is 621, restore without preserve 622
capture restore
assert _rc == 622
preserve
capture preserve
assert _rc == 621
drop x
restore
confirm variable x
preserve
replace x = 7
restore, not
assert x == 7
capture restore
assert _rc == 622
replace x = _n
preserve
replace x = -1
restore, preserve
assert x == _n
drop in 1/2
restore
assert _N == 5

* 39. A program's preserve is restored at its end, also after an error
program narrow
  preserve
  keep in 1
  assert _N == 1
end
narrow
assert _N == 5
program broken
  preserve
  drop _all
  error 459
end
capture broken
assert _rc == 459 & _N == 5
program decides
  preserve
  keep in 1/2
  restore, not
end
preserve
decides
assert _N == 2
restore
assert _N == 5
preserve
narrow
assert _N == 5
restore

* 39. Loops of preserve and restore keep everything else
label variable x "kept"
format x %8.3f
char x[note] "text"
forvalues i = 1/50 {
  preserve
  quietly keep if x == mod(`i', 5) + 1
  local sum = 0`sum' + x[1]
  restore
}
assert `sum' == 150 & _N == 5
assert "`: variable label x'" == "kept" & "`: format x'" == "%8.3f" & "`: char x[note]'" == "text"
generate g = x > 2
sort g x
preserve
gsort -x
restore
by g: generate n = _n
assert n[3] == 1
drop g n

* 40. Temporary names live in locals
tempvar t u
generate `t' = 2*x
assert `t' == 2*x
assert "`t'" != "`u'"
tempname s
scalar `s' = 9
assert `s' == 9
tempfile a b
assert "`a'" != "`b'"
drop `t'

* 41. save and use
save "`a'"
capture save "`a'"
assert _rc == 602
save "`a'", replace
replace x = 0
capture use "`a'"
assert _rc == 4
use "`a'", clear
assert x == _n & "`: variable label x'" == "kept"
use x if x > 3 using "`a'", clear
assert _N == 2 & x[1] == 4
use "`a'" if x < 3, clear
assert _N == 2
use "`a'" in 2/3, clear
assert _N == 2 & x[1] == 2
capture use "no_such_file_anywhere", clear
assert _rc == 601
assert _N == 2
* .dta is appended to a name without an ending
tempfile base
local base = subinstr("`base'", ".", "_", .)
save "`base'"
confirm file "`base'.dta"
use "`base'", clear
assert _N == 2
save "`base'", replace
erase "`base'.dta"
capture confirm file "`base'.dta"
assert _rc == 601
clear
capture use "`base'.dta"
assert _rc == 601

* 41. Types, labels, missing values and text survive the file
clear
input byte b int i long l float f double d str5 s
1 200 100000 .1 .1 "北"
. .a .z . . ""
end
label define yn 1 "yes"
label values b yn
save "`b'"
clear
use "`b'"
assert "`: type b' `: type i' `: type l' `: type f' `: type d' `: type s'" == "byte int long float double str5"
assert b[2] == . & i[2] == .a & l[2] == .z & d[1] == .1 & f[1] == float(.1) & s[1] == "北" & s[2] == ""
assert "`: label (b) 1'" == "yes"

* 41. Text files
tempfile csv
export delimited using "`csv'", replace nolabel
import delimited "`csv'", clear
assert _N == 2 & b[1] == 1 & l[1] == 100000 & s[1] == "北"
outsheet using "`csv'", comma replace
insheet using "`csv'", comma clear
assert _N == 2

* 41. input and example data
clear
input id str8 name value
1 "one" 1.5
2 "two words" .
3 three -2
end
assert _N == 3 & name[3] == "three" & value[2] == . & value[3] == -2
assert name[2] == "two word" | name[2] == "two words"
sysuse auto, clear
assert _N == 74 & mpg[1] == 22 & make[1] == "AMC Concord"
sysuse auto.dta, clear
assert foreign[74] == 1
describe, short
assert r(N) == 74 & r(k) == 12
clear all
assert _N == 0
capture describe price
assert _rc == 111
