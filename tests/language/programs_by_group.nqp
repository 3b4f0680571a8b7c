* byable, sortpreserve and their kind: the rules of Stata's manual entries [P] byable and [P] sortpreserve.

*** byable(recall) runs for each group, which marksample sees
clear
set obs 6
generate g = ceil(_n/2)
generate x = _n
global seen
program each, byable(recall)
  syntax [varlist] [if] [in]
  marksample touse
  quietly count if `touse'
  global seen $seen `r(N)':`=_by()':`=_byindex()':`=_bylastcall()'
end
by g, sort: each x
assert "$seen" == "2:1:1:0 2:1:2:0 2:1:3:1"
global seen
by g: each x if x > 3
assert "$seen" == "0:1:1:0 1:1:2:0 2:1:3:1"
global seen
each x
assert "$seen" == "6:0:1:1"

*** byable(onecall) runs once and is told the variables
clear
set obs 4
generate g = ceil(_n/2)
program once, byable(onecall)
  global told "`_byvars'"
  global under = _by()
end
by g, sort: once
assert "$told" == "g" & $under == 1
once
assert "$told" == "" & $under == 0
program quieter, byable(recall, noheader)
end
by g: quieter
capture program bad, byable(sometimes)
end
assert _rc == 198

*** Other programs refuse by
clear
set obs 2
generate g = _n
program plain
end
capture by g, sort: plain
assert _rc == 190
capture by g: bootstrap, reps(2): summarize g
assert _rc == 190
capture by g: simulate, reps(2): summarize g
assert _rc == 190

*** sortpreserve puts the rows back, also after an error
sysuse auto
generate before = _n
program shuffle, sortpreserve
  args fail
  gsort -price
  assert price[1] == 15906
  quietly regress price mpg
  if "`fail'" != "" error 459
end
sort make
replace before = _n
shuffle
assert before == _n
by make: assert _N == 1
capture shuffle now
assert _rc == 459
assert before == _n
assert e(sample) == 1

*** sortpreserve leaves rows that the program added at the end
clear
set obs 3
generate x = _n
program more, sortpreserve
  set obs 5
  replace x = -_n if missing(x)
  sort x
end
more
assert x[1] == 1 & x[2] == 2 & x[3] == 3 & x[4] < 0 & x[5] < 0
program fewer, sortpreserve
  gsort -x
  drop if x == 2
end
fewer
assert x[1] == 1 & x[2] == 3

*** Blocks of a version, and version as a prefix
version 16: scalar a = 1
version 14 {
  scalar b = 2
}
assert a == 1 & b == 2
