* Names, varlists, numlists and loops (semantics 13-15).

* 13. A unique prefix of a variable is accepted, an exact match wins, otherwise 111
clear
set obs 2
generate population = 1
generate pop_share = 2
generate income = 3
generate inc = 4
summarize inco
assert r(mean) == 3
summarize inc
assert r(mean) == 4
capture summarize pop
assert _rc == 111
capture summarize absent
assert _rc == 111
assert popu == 1
capture assert po == 1
assert _rc == 111
capture summarize Income
assert _rc == 111
set varabbrev off
capture summarize inco
assert _rc == 111
summarize income
set varabbrev on
summarize inco
assert r(mean) == 3
* New names are never abbreviated
generate incom = 9
assert incom == 9 & income == 3
* A name is dropped through a unique prefix
generate x_tmp = 1
drop x
capture confirm variable x_tmp
assert _rc == 111
generate name_with_exactly_32_characters_ = 1
capture generate name_with_more_than_32_characters = 1
assert _rc == 198
generate Upper = 1
generate upper = 2
assert Upper == 1 & upper == 2
generate _under = 5
assert _under == 5

* 14. Varlists
clear
set obs 2
foreach v in b1 a1 a2 c1_x d_x e a10 {
  generate `v' = 1
}
quietly ds a*
local l `r(varlist)'
assert "`l'" == "a1 a2 a10"
quietly ds *_x
local l `r(varlist)'
assert "`l'" == "c1_x d_x"
quietly ds a?
local l `r(varlist)'
assert "`l'" == "a1 a2"
quietly ds b1-a2
local l `r(varlist)'
assert "`l'" == "b1 a1 a2"
quietly ds _all
local l `r(varlist)'
assert "`l'" == "b1 a1 a2 c1_x d_x e a10"
quietly ds e-a10 b1
local l `r(varlist)'
assert "`l'" == "e a10 b1"
quietly ds *1*
local l `r(varlist)'
assert "`l'" == "b1 a1 a2 c1_x a10" | "`l'" == "b1 a1 c1_x a10"
capture ds z*
assert _rc == 111
capture ds a10-b1
assert _rc == 111
ds a*
assert "`r(varlist)'" == "a1 a2 a10"
order e
quietly ds _all
local l `r(varlist)'
assert word("`l'", 1) == "e"
drop a?
quietly ds _all
local l `r(varlist)'
assert "`l'" == "e b1 c1_x d_x a10"
keep b1-d_x
quietly ds *
local l `r(varlist)'
assert "`l'" == "b1 c1_x d_x"
capture drop nothing
assert _rc == 111
capture drop q*
assert _rc == 111
local seen
foreach v of varlist *_x b1 {
  local seen `seen' `v'
  generate new_`v'_x = 1
}
assert "`seen'" == "c1_x d_x b1"
local seen
foreach v in x* y {
  local seen `seen'|`v'
}
assert "`seen'" == "|x*|y"
local seen
foreach v in "two words" one {
  local seen `seen'[`v']
}
assert "`seen'" == "[two words][one]"
local names b1 c1_x
local count 0
foreach v of local names {
  local ++count
}
assert `count' == 2
global NAMES p q r
local count 0
foreach v of global NAMES {
  local ++count
}
assert `count' == 3
foreach v of newlist n1 n2 n3 n4 {
  generate `v' = 0
}
quietly ds n?
local l `r(varlist)'
assert "`l'" == "n1 n2 n3 n4"
local empty
local count 0
foreach v of local empty {
  local ++count
}
assert `count' == 0
capture foreach v of varlist nothing {
  local ++count
}
assert _rc == 111 & `count' == 0
rename (b1 c1_x) (first second)
confirm variable first second
rename n* m*
confirm variable m1 m4
local list a b c
foreach v of local list {
  local list `list' more
}
assert `: word count `list'' == 6

* 15. Numlists and ranges
local seen
foreach n of numlist 1/3 8(2)12 {
  local seen `seen' `n'
}
assert "`seen'" == "1 2 3 8 10 12"
local seen
forvalues i = 1/4 {
  local seen `seen' `i'
}
assert "`seen'" == "1 2 3 4"
local seen
forvalues i = 10(-5)0 {
  local seen `seen' `i'
}
assert "`seen'" == "10 5 0"
local seen
forvalues i = 1 3 to 7 {
  local seen `seen' `i'
}
assert "`seen'" == "1 3 5 7"
local seen
forvalues i = 1 3:7 {
  local seen `seen' `i'
}
assert "`seen'" == "1 3 5 7"
local seen
forvalues i = 0(.1).3 {
  local seen `seen' `i'
}
assert "`seen'" == "0 .1 .2 .3"
local lo 2
local hi 4
local sum 0
forvalues i = `lo'/`hi' {
  local sum = `sum' + `i'
}
assert `sum' == 9
forvalues i = `=`lo'-1'/`=`hi'-2' {
  local last `i'
}
assert `last' == 2
forvalues i=1/2 {
  forvalues j=1/2 {
    local cell_`i'_`j' = `i'*`j'
  }
}
assert `cell_2_2' == 4
assert "`i'" == ""
local i 0
while `i' < 10 {
  local ++i
  if `i' == 3 continue
  if `i' == 6 {
    continue, break
  }
  local visited `visited' `i'
}
assert "`visited'" == "1 2 4 5" & `i' == 6
local count 0
foreach a in 1 2 3 {
  foreach b in 1 2 3 {
    if `b' == 2 continue, break
    local ++count
  }
}
assert `count' == 3
