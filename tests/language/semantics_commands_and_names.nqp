* Commands, abbreviations and names: numbered semantics 11 to 21. Expected values follow from the rule in the sentence.
clear
set obs 6
generate x = _n
generate y = x^2
generate g = mod(x, 2)

*** 11 Commands are abbreviated by a table of least lengths
g a1 = 1
ge a2 = 1
gen a3 = 1
gener a4 = 1
su x
sum x
summ y
assert r(max) == 36
cou if x > 3
assert r(N) == 3
d
l in 1
li x in 1/2
ta g
tab g
assert r(r) == 2
di "text"
dis 1
qui su x, d
cap su nothing
assert _rc == 111
n di "shown"
noi di "shown"
forv i = 1/2 {
  loc last `i'
}
assert `last' == 2
sca s = 4
assert s == 4
la var x "label"
assert "`: variable label x'" == "label"
lab de yn 0 "no" 1 "yes"
la val g yn
assert "`: value label g'" == "yn"
ren a1 renamed
confirm variable renamed
so y
form x %5.1f
assert "`: format x'" == "%5.1f"
reg y x
regr y x
est sto m1
gl G text
assert "$G" == "text"
pr de myprog
  global FROM_MYPROG yes
end
myprog
assert "$FROM_MYPROG" == "yes"
mat A = 1
assert A[1,1] == 1
recode g (1=2), gen(h)
cap u "no_such_file", clear
assert _rc == 601

*** 11 Destructive commands are spelt out
foreach c in "repl x = 1" "replac x = 1" "dro x" "kee x" "clea" "me 1:1 x using f" "preser" "colla x" "eras f" {
  capture `c'
  assert _rc == 199
}
confirm variable x
assert _N == 6 & x == _n

*** 11 A longer or glued word is another command
capture summarizes x
assert _rc == 199
capture generatex = 1
assert _rc == 199
capture regressy x
assert _rc == 199
capture Summarize x
assert _rc == 199

*** 11 User programs are found by their exact name only
program myprog
  global CALLED `1'
end
myprog yes
assert "$CALLED" == "yes"
capture mypro
assert _rc == 199
capture myprogram
assert _rc == 199
capture MYPROG
assert _rc == 199

*** 12 Each option has a least abbreviation
qui su x, d
assert r(p50) == 3.5
qui su x, detail
reg y x, r
assert "`e(vce)'" == "robust"
reg y x, vce(r)
assert "`e(vce)'" == "robust"
reg y x, nocons
assert e(df_r) == 5
reg y x, noconstant
assert e(df_r) == 5
reg y x, cl(g)
assert e(N_clust) == 2
areg y x, a(g)
assert e(N) == 6
areg y x, absorb(g)
reghdfe y x, ab(g) vce(cl g)
capture reg y x, noc
assert _rc == 0

*** 12 A user program sets its own least abbreviations by capital letters
program opt, rclass
  syntax [, Absorb(string) noCONstant Level(real 95) EXact]
  return local absorb `absorb'
  return local constant `constant'
  return scalar level = `level'
  return local exact `exact'
end
opt, a(x)
assert "`r(absorb)'" == "x" & r(level) == 95 & "`r(constant)'" == ""
opt, abs(x) nocons l(90)
assert "`r(constant)'" == "noconstant" & r(level) == 90
opt, noconst ex
assert "`r(constant)'" == "noconstant" & "`r(exact)'" == "exact"
capture opt, e
assert _rc == 198
capture opt, noco
assert _rc == 198
capture opt, level(abc)
assert _rc == 198
capture opt, unknown
assert _rc == 198
capture opt, absorb
assert _rc == 198

*** 12 Options come in any order with nested parentheses and suboptions
reg y x, nocons vce(cluster g) level(90)
assert e(N_clust) == 2 & e(df_r) == 1
reg y x, level(90) vce(cluster g) nocons
assert e(N_clust) == 2
program nested, rclass
  syntax, Outer(string asis) [Other(string)]
  return local outer `"`outer'"'
  return local other `"`other'"'
end
nested, outer(order(1 "a" 2 "b,c") pos(6)) other(x, sub(y))
assert `"`r(outer)'"' == `"order(1 "a" 2 "b,c") pos(6)"'
assert "`r(other)'" == "x, sub(y)"
capture reg y x, no_such_option
assert _rc == 198
capture su x, nothing
assert _rc == 198

*** 13 A unique beginning of a variable's name stands for it and an exact match wins
generate income = x
generate long_name = x
generate long_name2 = 10*x
summarize inc
assert r(max) == 6
summarize long_name
assert r(max) == 6
capture summarize long
assert _rc == 111
capture summarize absent
assert _rc == 111
assert inco[2] == 2
capture assert long == 1
assert _rc == 111
capture summarize Income
assert _rc == 111
drop inc
capture confirm variable income
assert _rc == 111

*** 13 Abbreviation of variables can be switched off
generate income = x
set varabbrev off
capture summarize inc
assert _rc == 111
capture generate z = inc
assert _rc == 111
summarize income
set varabbrev on
summarize inc
assert r(N) == 6

*** 13 New names are never abbreviated and hold at most 32 characters
generate income = x
generate inc = 2*x
assert inc[1] == 2 & income[1] == 1
generate a2345678901234567890123456789012 = 1
capture generate a23456789012345678901234567890123 = 1
assert _rc == 198
generate 城市名称 = 1
generate X = 5
assert x != X | x == 5
capture generate 1x = 1
assert _rc == 198
capture generate _n = 1
assert _rc == 198
capture generate if = 1
assert _rc == 198
capture generate double = 1
assert _rc == 198

*** 14 Wildcards and ranges follow the order of the variables in the data
program listed, rclass
  syntax varlist
  return local varlist `varlist'
end
generate a_x = 1
generate b_x = 1
generate x1 = 1
generate x2 = 1
listed x*
assert "`r(varlist)'" == "x x1 x2"
listed *_x
assert "`r(varlist)'" == "a_x b_x"
listed x?
assert "`r(varlist)'" == "x1 x2"
listed g-b_x
assert "`r(varlist)'" == "g a_x b_x"
listed _all
assert "`r(varlist)'" == "x y g a_x b_x x1 x2"
listed y x
assert "`r(varlist)'" == "y x"
capture listed b_x-g
assert _rc == 111
capture listed z*
assert _rc == 111
listed x1 x*
assert "`r(varlist)'" == "x1 x x1 x2"
order b_x
listed b_x-y
assert "`r(varlist)'" == "b_x x y"

*** 14 The list of foreach is resolved once at the start of the loop
local n 0
foreach v of varlist * {
  local ++n
  generate copy_`v' = 1
}
assert `n' == 3
foreach v in x* {
  local word `v'
}
assert "`word'" == "x" + "*"
local list a b
foreach v of local list {
  local list `list' more
  local turns `turns' `v'
}
assert "`turns'" == "a b"
global glist c d
foreach v of global glist {
  local gturns `gturns'`v'
}
assert "`gturns'" == "cd"
foreach n of numlist 1/3 8(2)12 {
  local numbers `numbers' `n'
}
assert "`numbers'" == "1 2 3 8 10 12"
foreach v of newlist n1-n3 {
  generate `v' = 1
}
confirm variable n1 n2 n3
capture foreach v of varlist nothing {
  error 9
}
assert _rc == 111
foreach w in "two words" one `"with "quotes""' {
  local count = `count' + 1
  local last `"`w'"'
}
assert `count' == 3 & `"`last'"' == `"with "quotes""'

*** 15 Number lists have ranges, steps, to and colon forms
program numbers, rclass
  syntax, List(numlist)
  return local list `list'
end
numbers, list(1/5)
assert "`r(list)'" == "1 2 3 4 5"
numbers, list(1(2)9)
assert "`r(list)'" == "1 3 5 7 9"
numbers, list(10(-3)1)
assert "`r(list)'" == "10 7 4 1"
numbers, list(1 2 to 5)
assert "`r(list)'" == "1 2 3 4 5"
numbers, list(1 3:9)
assert "`r(list)'" == "1 3 5 7 9"
numbers, list(1[2]5)
assert "`r(list)'" == "1 3 5"
numbers, list(-1/1 5 7/8 .5)
assert "`r(list)'" == "-1 0 1 5 7 8 .5"
numbers, list(3/1)
assert "`r(list)'" == "3 2 1"
numbers, list(0(.1).3)
assert "`r(list)'" == "0 .1 .2 .3"
capture numbers, list(1 b)
assert _rc == 121

*** 15 forvalues takes one range
forvalues i = 1/3 {
  local a `a' `i'
}
assert "`a'" == "1 2 3"
forvalues i = 4(-1)1 {
  local b `b' `i'
}
assert "`b'" == "4 3 2 1"
forvalues i = 1 3 to 7 {
  local c `c' `i'
}
assert "`c'" == "1 3 5 7"
forvalues i = 1 3:7 {
  local d `d' `i'
}
assert "`d'" == "1 3 5 7"
forvalues i = 5/1 {
  error 9
}
forvalues i = 0(.1).5 {
  local f `f' `i'
}
assert "`f'" == "0 .1 .2 .3 .4 .5"
local n 3
forvalues i = 1/`n' {
  local n 10
  local turns = `turns' + 1
}
assert `turns' == 3
forvalues i = `=1+1'/3 {
  local g `g' `i'
}
assert "`g'" == "2 3"
capture forvalues i = 1/3 5 {
}
assert _rc == 198
capture forvalues i = a/b {
}
assert _rc == 198
forvalues i = 1/3 {
  local i 7
  local h `h' `i'
}
assert "`h'" == "7 7 7"

*** 16 if, in, weights and using come in any order
generate f = 1
count in 2/4 if x > 2
assert r(N) == 2
count if x > 2 in 2/4
assert r(N) == 2
su x in 2/4 [aw=f] if x > 2
assert r(N) == 2 & r(mean) == 3.5
su x [aw=f] if x > 2 in 2/4
assert r(N) == 2
su x if x > 2, detail
assert r(N) == 4
su x if x>2&x<5,detail
assert r(N) == 2
count if(x>2)
assert r(N) == 4
reg y x [fw=f] in 1/5 if g | x > 1
assert e(N) == 5
tempfile t
save "`t'"
use x if x > 3 using "`t'", clear
assert _N == 3 & c(k) == 1

*** 16 Commands with a grammar of their own
label define three 1 "one" 2 "two"
rename (x y) (a b)
confirm variable a b
rename a* z*
confirm variable z
recode z (1/3 = 1 "low") (else = 0 "high"), generate(r)
assert r == (z <= 3)
collapse (mean) m=z (sum) s=z, by(g)
assert _N == 2 & m[1] == 4 & s[2] == 9

*** 17 quietly, capture and noisily need no colon and stack in any order
quietly summarize x
quietly: summarize y
assert r(max) == 36
qui: su x
capture: summarize x
assert _rc == 0
capture quietly summarize nothing
assert _rc == 111
quietly capture summarize nothing
assert _rc == 111
capture noisily summarize nothing
assert _rc == 111
noisily quietly capture summarize x
assert _rc == 0
quietly bysort g: generate within = _n
assert within == ceil(x/2)
capture by g: summarize nothing
assert _rc == 111
quietly {
  summarize x
  local inside = r(mean)
}
assert `inside' == 3.5
capture {
  error 459
  global NOT_REACHED yes
}
assert _rc == 459 & "$NOT_REACHED" == ""
capture noisily {
  display "shown"
  error 7
}
assert _rc == 7

*** 17 Other prefixes end at the first colon
bysort g: summarize x
assert r(N) == 3
by g, sort: summarize x
assert r(N) == 3
version 14: summarize x
assert r(N) == 6
xi: regress y i.g
assert e(N) == 6
statsby mean=r(mean), by(g) clear: summarize x
assert _N == 2 & mean[1] == 4
clear
set obs 3
generate t = "a:b"
bysort t: generate c = "x:y"
assert c == "x:y"

*** 18 The if command is evaluated once and a variable in it means its first observation
local hit 0
if x > 2 {
  local hit 1
}
assert `hit' == 0
if x == 1 local hit 1
assert `hit' == 1
if x[4] == 4 local subscript yes
assert "`subscript'" == "yes"
gsort -x
if x == 6 local first six
assert "`first'" == "six"
if . local missing_is_true yes
assert "`missing_is_true'" == "yes"
drop _all
if _N == 0 local no_data yes
assert "`no_data'" == "yes"

*** 18 else starts a line of its own and belongs to the nearest if
if 0 {
  local branch first
}
else if 1 {
  local branch second
}
else {
  local branch third
}
assert "`branch'" == "second"
if 0 local never yes
else local otherwise yes
assert "`never'" == "" & "`otherwise'" == "yes"
if 1 {
  if 0 {
    local nested a
  }
  else {
    local nested b
  }
}
assert "`nested'" == "b"
if 0 display "no"
else if 0 display "no"
else local chain yes
assert "`chain'" == "yes"
if 1 local taken yes
else error 9
assert "`taken'" == "yes"

*** 18 The branch that is not taken is neither expanded nor parsed
if 0 {
  this is not a command `at all
  regress y (( x
  assert `=1 + ' == 3
  `=no_such_function(1)'
}
if 0 no_such_command ((
if 1 {
  local ok yes
}
else {
  use ( "broken
}
assert "`ok'" == "yes"
while 0 {
  broken ((
}
foreach v of local none {
  broken ((
}
capture if nothing == 1 {
}
assert _rc == 111

*** 19 Ranges of rows count from either end
count in 5
assert r(N) == 1
count in 1/3
assert r(N) == 3
count in -3/l
assert r(N) == 3
count in f/2
assert r(N) == 2
count in -2/-1
assert r(N) == 2
count in l
assert r(N) == 1
su x in -1
assert r(mean) == 6
su x in f/l
assert r(N) == 6
local k 2
su x in `k'/`=`k'+1'
assert r(mean) == 2.5
su x in 2 / 3
assert r(mean) == 2.5
capture count in 1/7
assert _rc == 198
capture count in 3/1
assert _rc == 198
capture count in 0/2
assert _rc == 198
capture count in a
assert _rc == 198
forvalues i = 1/6 {
  quietly replace y = `i'*10 in `i'
}
assert y == 10*x

*** 20 by needs sorted data
gsort -x
capture by g: generate n = _n
assert _rc == 5
sort g
by g: generate n = _N
assert n == 3
sort g x
by g x: generate one = _N
assert one == 1
by g: generate again = _N
assert again == 3
capture by x: generate bad = 1
assert _rc == 5
capture by nothing: generate bad = 1
assert _rc == 111
replace g = 1 in 1
capture by g: generate bad = 1
assert _rc == 5

*** 20 bysort g (t) sorts by both and groups by g only
gsort -x
bysort g (x): generate first = x[1]
assert first == cond(g == 1, 1, 2)
assert g[1] == 0 & x[1] == 2 & x[3] == 6 & x[4] == 1
bysort g (x): generate d = x - x[_n-1]
assert missing(d) == (inlist(_n, 1, 4))
assert d == 2 if !missing(d)
capture by g (y), sort: generate z = _n
assert _rc == 0

*** 20 Inside by the row numbers, subscripts and running sums are those of the group
sort g x
by g: generate n = _n
by g: generate total = _N
by g: generate before = x[_n-1]
by g: generate after = x[_n+1]
by g: generate zero = x[0]
by g: generate last = x[_N]
by g: generate beyond = x[_N+1]
by g: generate running = sum(x)
assert total == 3 & n[4] == 1 & n[3] == 3
assert before[1] == . & before[4] == . & before[5] == 1
assert after[3] == . & after[6] == . & after[1] == 4
assert zero == . & beyond == .
assert last == cond(g == 0, 6, 5)
assert running[3] == 12 & running[4] == 1 & running[6] == 9
by g: replace x = 100 if _n == 1
assert x[1] == 100 & x[4] == 100 & x[2] == 4
by g: egen m = mean(y)
assert abs(m[1] - 56/3) < 1e-5
generate whole = _n
assert whole[6] == 6
capture program drop nobyable
program nobyable
end
capture by g: nobyable
assert _rc == 190

*** 21 Weights of four kinds
clear
input v w t
1 1 1
2 2 2
4 1 3
end
su v [fw=w]
assert r(N) == 4 & r(mean) == 2.25 & r(sum_w) == 4
su v [aw=w]
assert r(N) == 3 & r(mean) == 2.25 & r(sum_w) == 4
su v [w=w]
assert r(N) == 3
su v [weight=w]
su v [aweight=w]
su v [fweight = w]
assert r(N) == 4
su v [aw=w*2]
assert r(mean) == 2.25 & r(sum_w) == 8
su v [iw=w]
assert r(mean) == 2.25
regress v t [pw=w]
assert "`e(vcetype)'" == "Robust" & "`e(wtype)'" == "pweight" & "`e(wexp)'" == "= w"
regress v t [fw=w]
assert e(N) == 4 & "`e(wtype)'" == "fweight"
regress v t [aw=w]
assert e(N) == 3 & "`e(wtype)'" == "aweight"
* by hand: t 1 2 3 with weights 1 2 1 has mean 2, the slope is (4 - 1)/2
assert abs(_b[t] - 1.5) < 1e-12
generate half = .5
generate minus = -1
capture su v [fw=half]
assert _rc == 401
capture regress v t [fw=half]
assert _rc == 401
capture su v [aw=minus]
assert _rc == 402
capture regress v t [pw=minus]
assert _rc == 402
capture su v [pw=w]
assert _rc == 101
capture regress v t [zw=w]
assert _rc == 198
capture regress v t [aw=]
assert _rc == 198
capture count [fw=w]
assert _rc == 101
