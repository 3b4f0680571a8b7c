* Results, estimation commands and programs: numbered semantics 42 to 53. Expected values follow from the sentence.
clear
set obs 6
generate x = _n
generate y = x^2
generate g = mod(_n, 2)

*** 42 Each command of class r replaces r() and others leave it
summarize x
assert r(mean) == 3.5 & r(N) == 6 & r(sum) == 21 & r(min) == 1 & r(max) == 6
assert abs(r(sd)^2 - r(Var)) < 1e-12
generate z = 1
replace z = 2 in 1
local m = 1
sort y
assert r(mean) == 3.5
count if x > 2
assert r(N) == 4 & r(mean) == .
summarize x, meanonly
assert r(mean) == 3.5 & r(sd) == .
summarize x, detail
assert r(p50) == 3.5 & r(p25) == 2 & r(skewness) == 0 & r(kurtosis) < . & r(p1) == 1 & r(p99) == 6
tabulate g
assert r(r) == 2 & r(N) == 6 & r(p50) == .
levelsof g
assert "`r(levels)'" == "0 1"
correlate x y
assert r(rho) > .97 & r(rho) < .98
assert r(no_such_thing) == . & "`r(no_such_thing)'" == ""
_pctile x, p(50)
assert r(r1) == 3.5
return list

*** 42 Estimation commands replace e() and e(sample) is a function
regress y x if x < 5
assert e(N) == 4 & "`e(cmd)'" == "regress" & "`e(depvar)'" == "y" & e(df_r) == 2
count if e(sample)
assert r(N) == 4
generate s = e(sample)
assert s == (x < 5)
drop in 1
count if e(sample)
assert r(N) == 3
regress y x
assert e(N) == 5
summarize x if e(sample)
assert r(N) == 5
ereturn list
ereturn clear
capture display _b[x]
assert _rc == 301
assert e(N) == .

*** 43 Estimates are kept under names and come back
regress y x
estimates store one
regress y x g
estimates store two
assert e(df_m) == 2
estimates restore one
assert e(df_m) == 1 & _b[x] == 7
estimates dir
estimates table one two, b(%9.3f) se
estimates replay one
capture estimates restore nothing
assert _rc == 111
estimates drop one
capture estimates restore one
assert _rc == 111
estimates clear
capture estimates restore two
assert _rc == 111

*** 43 eststo keeps a model, estadd extends it and esttab expands wildcards
eststo clear
eststo a: regress y x
estadd local fe "Yes"
estadd scalar extra = 5
assert e(extra) == 5 & "`e(fe)'" == "Yes"
eststo b: regress y x g
capture drop _est*
tempfile t
esttab *, scalars(extra fe)
esttab a b using "`t'.csv", scalars(extra fe) replace
local text = fileread("`t'.csv")
assert strpos(`"`text'"', "Yes") > 0 & strpos(`"`text'"', "fe") > 0
erase "`t'.csv"
estimates restore a
assert e(extra) == 5 & "`e(fe)'" == "Yes" & e(df_m) == 1

*** 44 esttab stars 5, 1 and 0.1 percent beside t statistics unless told otherwise
sysuse auto, clear
regress price turn
eststo m
* t of turn is 2.76 with 72 degrees of freedom: p is .007
tempfile t
esttab m using "`t'.txt", nonotes replace
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "(2.76)") > 0 & strpos(`"`text'"', "**") > 0 & strpos(`"`text'"', "***") == 0
esttab m using "`t'.txt", nonotes star(* 0.1 ** 0.05 *** 0.01) replace
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "***") > 0
esttab m using "`t'.txt", nonotes nostar replace
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "*") == 0
erase "`t'.txt"

*** 45 predict has the statistic of the last estimator as its default
regress y x
predict fit
assert abs(fit - (_b[_cons] + _b[x]*x)) < 1e-4
predict double res, residuals
assert abs(res - (y - _b[_cons] - _b[x]*x)) < 1e-12
assert "`: type res'" == "double" & "`: type fit'" == "float"
predict se, stdp
assert se > 0 & se < .
capture predict fit
assert _rc == 110
predict r2 if x > 3, resid
assert missing(r2) == (x <= 3)
capture predict bad, no_such_statistic
assert _rc == 198
ereturn clear
capture predict bad
assert _rc == 301

*** 46 test, testparm and lincom read names with factor notation
sysuse auto, clear
regress price mpg i.rep78
test 3.rep78 = 4.rep78
assert r(df) == 1 & r(p) > 0 & r(p) < 1
testparm i.rep78
assert r(df) == 4
test mpg
assert abs(r(F) - (_b[mpg]/_se[mpg])^2) < 1e-8
test mpg = -100
assert abs(r(F) - ((_b[mpg] + 100)/_se[mpg])^2) < 1e-8
lincom mpg + 3.rep78
assert abs(r(estimate) - (_b[mpg] + _b[3.rep78])) < 1e-8
lincom 2*mpg
assert abs(r(se) - 2*_se[mpg]) < 1e-8
capture test nothing
assert _rc == 111
capture lincom nothing
assert _rc == 111
regress price c.mpg##i.foreign
lincom mpg + 1.foreign#c.mpg
assert abs(r(estimate) - (_b[mpg] + _b[1.foreign#c.mpg])) < 1e-10

*** 47 capture sets _rc and hides the error
capture summarize x
assert _rc == 0
capture summarize nothing
assert _rc == 111
local kept = _rc
assert `kept' == 111 & _rc == 111
if _rc local handled yes
assert "`handled'" == "yes"
capture program drop no_such_program
assert _rc == 111
capture error 198
assert _rc == 198
capture error 0
assert _rc == 0
capture assert x > 5
assert _rc == 9
capture confirm variable nothing
assert _rc == 111
capture confirm new variable x
assert _rc == 110
capture confirm file "no_such_file.dta"
assert _rc == 601
capture confirm number abc
assert _rc == 7
capture confirm string variable x
assert _rc == 7
capture {
  generate first = 1
  error 459
  generate second = 1
}
assert _rc == 459
confirm variable first
capture confirm variable second
assert _rc == 111
capture noisily error 7
assert _rc == 7
capture
assert _rc == 0

*** 48 An error stops the do-file and all its callers
program inner
  error 459
end
program middle
  inner
  global AFTER_INNER reached
end
capture middle
assert _rc == 459 & "$AFTER_INNER" == ""
capture do "$TESTS/language/fails.do"
assert _rc == 459 & "$AFTER_FAILURE" == ""
capture {
  forvalues i = 1/5 {
    global LAST `i'
    if `i' == 3 error 111
  }
}
assert _rc == 111 & $LAST == 3
capture do "no_such_file"
assert _rc == 601

*** 48 do passes arguments, include shares locals and locals are private
do "$TESTS/language/called.do" one "two words"
assert "$CALLED" == "one|two words"
assert "`from_called'" == ""
run "$TESTS/language/called.do" three
assert "$CALLED" == "three|"
include "$TESTS/language/called.do"
assert "`from_called'" == "local of the called file"
local mine outside
program change
  local mine inside
  global SHARED yes
  scalar shared = 7
  matrix shared_matrix = J(1, 1, 8)
  quietly replace y = 0
  quietly regress x g
end
change
assert "`mine'" == "outside" & "$SHARED" == "yes" & shared == 7 & y == 0
assert shared_matrix[1,1] == 8 & "`e(depvar)'" == "x"

*** 49 The body of a program is stored unexpanded and its arguments are numbered locals
local outer seen_at_definition
program show
  global SHOWN `"`1'|`2'|`0'|`outer'"'
end
show a b
assert "$SHOWN" == "a|b|a b|"
show "two words" c
assert `"$SHOWN"' == `"two words|c|"two words" c|"'
capture program define show
assert _rc == 110
end
program drop show
capture show
assert _rc == 199
program pair
  args first second
  global PAIR "`first'-`second'"
end
pair x y
assert "$PAIR" == "x-y"
pair x
assert "$PAIR" == "x-"

*** 49 syntax fills locals and refuses what it was not told of
program full, rclass
  syntax varlist(min=1) [if] [in] [aw fw] [using/] [, Level(real 95) Name(string) noLOG Keep ITer(integer 7) By(varname) *]
  foreach l in varlist if in using weight exp level name log keep iter by options {
    return local `l' `"``l''"'
  }
end
full x y
assert "`r(varlist)'" == "x y" & "`r(level)'" == "95" & "`r(iter)'" == "7" & "`r(log)'`r(if)'`r(in)'`r(by)'" == ""
full x if x > 2 in 1/4 [aw=y] using "file.dta", name(a b) l(90) nolog keep it(3) by(g) extra(1) other
assert "`r(if)'" == "if x > 2" & "`r(in)'" == "in 1/4" & "`r(weight)'" == "aweight"
assert inlist("`r(exp)'", "=y", "= y") & "`r(using)'" == "file.dta" & "`r(name)'" == "a b" & "`r(level)'" == "90"
assert "`r(log)'" == "nolog" & "`r(keep)'" == "keep" & "`r(iter)'" == "3" & "`r(by)'" == "g"
assert "`r(options)'" == "extra(1) other"
capture full
assert _rc == 100
capture full nothing
assert _rc == 111
capture full x, iter(1.5)
assert _rc == 198
capture full x [pw=y]
assert _rc == 101
program strict
  syntax varname [, Must(string)]
end
strict x
capture strict x y
assert _rc == 103
capture strict x, unknown
assert _rc == 198
capture strict x if x > 1
assert _rc == 101
capture strict x in 1
assert _rc == 101
capture strict x using f
assert _rc == 101
program two
  syntax varlist(min=2 max=3 numeric)
end
capture two x
assert _rc == 102
capture two x y g x
assert _rc == 103
two x y g
generate s = "a"
capture two x s
assert _rc == 109
program must
  syntax, Must(string)
end
must, m(a)
capture must
assert _rc == 198
program fresh
  syntax newvarlist(min=2 max=2)
  assert "`varlist'" == "n1 n2" & "`typlist'" == "float float"
end
fresh n1 n2
capture fresh x n2
assert _rc == 110
program words, rclass
  syntax anything(name=rest) [, opt]
  return local rest `"`rest'"'
  return local opt `opt'
end
words some words, opt
assert "`r(rest)'" == "some words" & "`r(opt)'" == "opt"
program expression, rclass
  syntax =exp [if]
  return local exp "`exp'"
end
expression = x + 1 if g
assert inlist("`r(exp)'", "= x + 1", "=x + 1")
capture expression if g
assert _rc == 100

*** 49 syntax knows the further kinds of arguments and options
program kinds, rclass
  syntax [anything(name=body everything)] [, Count(int 3) Rate(real -2.5) Text(str) Raw(string asis) Points(numlist sort) Generate(name) Stubs(namelist min=1 max=2)]
  foreach l in body count rate text raw points generate stubs {
    return local `l' `"``l''"'
  }
end
kinds some if x > 2 using f, t("q r") raw("q r") p(3 1/2) g(new) s(a b)
assert "`r(body)'" == "some if x > 2 using f" & "`r(count)'" == "3" & "`r(rate)'" == "-2.5"
assert "`r(text)'" == "q r" & `"`r(raw)'"' == `""q r""' & "`r(points)'" == "1 2 3"
assert "`r(generate)'" == "new" & "`r(stubs)'" == "a b"
kinds
assert "`r(body)'" == "" & "`r(count)'" == "3"
capture kinds, stubs(a b c)
assert _rc == 103
capture kinds, generate(1a)
assert _rc == 198
capture kinds, count(2.5)
assert _rc == 198
program weighted, rclass
  syntax [fweight aweight/]
  return local exp "`exp'"
  return local weight "`weight'"
end
weighted [aw=x]
assert "`r(exp)'" == "x" & "`r(weight)'" == "aweight"
program made
  syntax newvarname =exp [if]
  generate `typlist' `varlist' `exp' `if'
end
made double z = x/3 if x > 2
assert "`: type z'" == "double" & z == cond(x > 2, x/3, .)
program levels, rclass
  syntax [, Level(cilevel)]
  return scalar level = `level'
end
levels
assert r(level) == 95
levels, level(90)
assert r(level) == 90
capture levels, level(100)
assert _rc == 198

*** 49 marksample and markout mark the rows to use
replace x = . in 1
replace y = . in 2
program marked, rclass
  syntax varlist [if] [in] [, also(varlist)]
  marksample touse
  markout `touse' `also'
  quietly count if `touse'
  return scalar n = r(N)
end
marked x
assert r(n) == 5
marked x y
assert r(n) == 4
marked x if g
assert r(n) == 2
marked x in 1/2
assert r(n) == 1
marked g, also(x y)
assert r(n) == 4
capture confirm variable touse
assert _rc == 111

*** 49 return and ereturn belong to programs of their class
program back, rclass
  return scalar twice = 2*`1'
  return local text "some text"
  matrix M = (1, 2)
  return matrix m = M
end
back 4
assert r(twice) == 8 & "`r(text)'" == "some text" & el(r(m), 1, 2) == 2
program plain
  return scalar x = 1
end
capture plain
assert _rc == 151
program plain2
  ereturn scalar x = 1
end
capture plain2
assert _rc == 152
program plain3
  sreturn local x 1
end
capture plain3
assert _rc == 153
program esti, eclass
  matrix b = (1, 2)
  matrix V = (4, 0 \ 0, 9)
  matrix colnames b = x _cons
  ereturn post b V, obs(6)
  ereturn local cmd "esti"
  ereturn scalar extra = 3
end
esti
assert _b[x] == 1 & _se[x] == 2 & _se[_cons] == 3 & e(N) == 6 & "`e(cmd)'" == "esti" & e(extra) == 3
test x
assert abs(r(chi2) - .25) < 1e-12

*** 49 A byable program runs once for each group and sortpreserve brings the order back
program count_up, byable(recall) rclass
  syntax varname [if] [in]
  marksample touse
  quietly count if `touse'
  global NS $NS `r(N)'
end
sort g
by g: count_up x
assert trim("$NS") == "3 3"
program shuffles, sortpreserve
  gsort -x
end
sort x
shuffles
assert x == _n
assert "`: sortedby'" == "x"
program loses
  gsort -x
end
loses
assert x == 7 - _n

*** 50 Variables win over scalars in expressions and scalar() tells them apart
generate price = 10
scalar price = 99
assert price == 10 & scalar(price) == 99
scalar pri = 5
assert pri == 10 & scalar(pri) == 5
drop price
assert price == 99
scalar text = "some text"
assert text == "some text"
capture scalar c = no_such_thing + 1
assert _rc == 111
scalar drop _all
capture display price
assert _rc == 111

*** 50 Matrices have subscripts, joins and names
matrix A = J(2, 3, 1.5)
assert A[2,3] == 1.5 & rowsof(A) == 2 & colsof(A) == 3
matrix B = (1, 2 \ 3, 4)
matrix rownames B = a b
matrix colnames B = x y
assert B[2,1] == 3 & B["b","y"] == 4 & el(B, 1, 2) == 2
matrix C = B, J(2, 1, 0)
assert colsof(C) == 3 & C[2,3] == 0
matrix D = nullmat(D) \ (1, 2)
matrix D = nullmat(D) \ (3, 4)
assert rowsof(D) == 2 & D[2,2] == 4
regress y x
matrix b = e(b)
assert b[1,1] == _b[x] & colnumb(b, "_cons") == 2
matrix R = r(table)
assert R[1,1] == _b[x] & R["se","x"] == _se[x]
mkmat x y, matrix(XY)
assert XY[6,2] == 36
drop x y
svmat B, names(col)
assert x[2] == 3 & y[1] == 2 & y[3] == .
capture matrix list nothing
assert _rc == 111
capture matrix E = B*J(3, 1, 1)
assert _rc == 503
assert B[5,5] == .

*** 51 Resampling prefixes evaluate named expressions after each run
set seed 1
simulate m=r(mean) n=r(N), reps(5): summarize x
assert _N == 5 & m == 3.5 & n == 6
clear
set obs 6
generate x = _n
generate g = mod(_n, 2)
bootstrap m=r(mean), reps(20) seed(7): summarize x
assert abs(_b[m] - 3.5) < 1e-12 & _se[m] > 0 & e(N_reps) == 20
statsby m=r(mean) n=r(N), by(g) clear: summarize x
assert _N == 2 & m[1] == 4 & m[2] == 3
tempname p
tempfile f
postfile `p' a str5 b using "`f'"
post `p' (1) ("one")
post `p' (2+1) ("two")
postclose `p'
use "`f'", clear
assert _N == 2 & a[2] == 3 & b[1] == "one"

*** 52 The same seed gives the same draws
set seed 12345
generate u = runiform()
generate n = rnormal()
set seed 12345
generate u2 = runiform()
generate n2 = rnormal()
assert u == u2 & n == n2
assert u > 0 & u < 1
generate u3 = runiform()
assert u3 != u
generate i = runiformint(1, 3)
assert inlist(i, 1, 2, 3)
generate p = rpoisson(3)
assert p >= 0 & p == int(p)
generate b = rbeta(2, 3)
assert b > 0 & b < 1
generate old = uniform()
assert old > 0 & old < 1
generate bin = rbinomial(5, .5)
assert inrange(bin, 0, 5)
generate gam = rgamma(2, 1)
assert gam > 0
capture set seed -1
assert _rc == 198

*** 53 Settings and commands of the surroundings are accepted
set more off
set matsize 800
set mem 100m
set memory 1g
set maxvar 5000
version 14
version 12.0
set scheme s1color
cls
discard
set linesize 80
ssc install reghdfe
ssc install estout, replace
net install something
capture which reghdfe
assert _rc == 0
capture which no_such_program
assert _rc == 111
timer clear
timer on 1
timer off 1
browse
edit
shellout using "table.doc"
help regress
window manage minimize
set trace off
capture log close
assert _rc == 606
tempfile logfile
log using "`logfile'", replace text
display "logged"
log close
capture log close
assert _rc == 606
clear all
assert _N == 0
