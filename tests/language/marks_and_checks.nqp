* What programs check and mark: the rules of Stata's manual entries [P] confirm, [P] mark, [P] syntax and [P] char.
sysuse auto, clear

*** confirm knows frames, formats and storage types
frame create other
confirm frame other default
capture confirm frame nothing
assert _rc == 111
capture confirm new frame other
assert _rc == 110
confirm format %9.2f %td %10s
confirm numeric format %9.2f
confirm date format %tm
confirm string format %-12s
capture confirm string format %9.2f
assert _rc == 7
capture confirm format nonsense
assert _rc == 7
confirm str# variable make
confirm byte variable foreign
capture confirm str# variable price
assert _rc == 7

*** mark and marksample leave out rows without weight and refuse weights that are none
generate w = _n - 3
program marked, rclass
  syntax varlist [if] [in] [fweight aweight iweight] [, ZERO]
  marksample touse, `=cond("`zero'" == "", "", "zeroweight")'
  quietly count if `touse'
  return scalar n = r(N)
end
marked price in 3/10 [aw=w]
assert r(n) == 7
marked price in 3/10 [aw=w], zero
assert r(n) == 8
marked price [iw=w]
assert r(n) == 73
capture marked price [aw=w]
assert _rc == 402
capture marked price in 4/10 [fw=w/2]
assert _rc == 401
mark use if foreign in 50/60 [aw=w]
quietly count if use
assert r(N) == 8

*** markout takes out missing values, with sysmissok extended ones only
generate x = _n
replace x = . in 1
replace x = .a in 2
generate byte all = 1
markout all x
assert all == !inlist(_n, 1, 2)
replace all = 1
markout all x, sysmissok
assert all == (_n != 2)
generate t = _n
tsset t
replace all = 1
markout all L.price i.rep78
assert all == (_n > 1 & !missing(rep78))

*** syntax gives conditions and ranges bare when a slash asks for it, and types to new variables in parentheses
program bare, rclass
  syntax [if/] [in/]
  return local if `"`if'"'
  return local in `"`in'"'
end
bare if foreign == 1 in 2/5
assert "`r(if)'" == "foreign == 1" & "`r(in)'" == "2/5"
program made, rclass
  syntax newvarlist
  return local types `typlist'
  return local names `varlist'
end
made byte a double(b c) d
assert "`r(types)'" == "byte double double float" & "`r(names)'" == "a b c d"
capture made nothing(b c)
assert _rc == 198

*** A macro may name a characteristic
char price[source] the survey
char _dta[version] 3
assert "`price[source]'" == "the survey" & "`_dta[version]'" == "3"
assert "`price[nothing]'" == "" & "`nothing[source]'" == ""
local v price
assert "``v'[source]'" == "the survey"

*** A base level may stand in parentheses and fvset clear takes all variables
fvexpand ib(3).rep78
assert "`r(varlist)'" == "1.rep78 2.rep78 3b.rep78 4.rep78 5.rep78"
fvset base 2 rep78
fvset clear _all
fvexpand i.rep78
assert "`r(varlist)'" == "1b.rep78 2.rep78 3.rep78 4.rep78 5.rep78"

*** The automobile data come sorted by foreign
by foreign: generate n = _N
assert n == cond(foreign, 22, 52)
