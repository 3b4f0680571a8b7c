* constraints(): a fixed coefficient is an offset, proportional ones are a sum of regressors; numbers by R 4.2 glm with those
sysuse auto, clear
constraint 1 mpg = .1
logit foreign mpg weight, constraints(1) nolog
assert abs(_b[weight] + 1.94693690657e-03) < 1e-10 & abs(_se[weight] - 6.05335052388e-04) < 1e-9
assert abs(_b[_cons] - 2.26899465636) < 1e-7 & abs(e(ll) + 31.9542812241) < 1e-8
assert _b[mpg] == .1 & _se[mpg] == 0 & e(k_cns) == 1 & "`e(chi2type)'" == "Wald" & e(rank) == 2 & e(df_m) == 1
logit foreign mpg weight, constraints(1) vce(robust) nolog
assert _se[mpg] == 0 & _se[weight] > 0
constraint define 2 turn = length/2
poisson rep78 length turn weight, constraints(2) nolog
assert abs(_b[length] - 7.00721276092e-04) < 1e-10 & abs(_se[length] - 8.76190889029e-03) < 1e-8
assert abs(_b[turn] - _b[length]/2) < 1e-12 & abs(e(ll) + 114.597730175) < 1e-7
probit foreign mpg weight, constraints(1) nolog
assert _b[mpg] == .1
nbreg rep78 length turn weight, constraints(2) nolog iterate(50)
assert abs(_b[turn] - _b[length]/2) < 1e-10
ologit rep78 mpg weight, constraints(1) nolog
assert abs(_b[mpg] - .1) < 1e-12 & _se[mpg] == 0
constraint 3 [2]mpg = [3]mpg
generate byte three = cond(rep78 <= 2, 1, cond(rep78 == 3, 2, 3)) if rep78 < .
mlogit three mpg weight, constraints(3) nolog baseoutcome(1)
assert abs([2]_b[mpg] - [3]_b[mpg]) < 1e-10
* replications see them; cnsreg too
bootstrap, reps(5) seed(1): logit foreign mpg weight, constraints(1) nolog
assert _se[mpg] == 0
constraint 4 mpg = weight
cnsreg price mpg weight, constraints(4)
assert abs(_b[mpg] - _b[weight]) < 1e-9
scalar drop _all
constraint get 1
assert r(defined) == 1 & "`r(contents)'" == "mpg = .1"
constraint drop 1
capture logit foreign mpg weight, constraints(1)
assert _rc == 198
constraint 5 mpg = 1
constraint 6 mpg = 2
capture logit foreign mpg weight, constraints(5 6)
assert _rc == 412
constraint 7 nosuch = 2
capture logit foreign mpg weight, constraints(7)
assert _rc == 111

*** equations of e(b): binary and count models have that of the dependent variable, short names go on working
sysuse auto, clear
quietly logit foreign mpg weight
local names : colfullnames e(b)
assert "`names'" == "foreign:mpg foreign:weight foreign:_cons"
assert _b[mpg] == _b[foreign:mpg] & [foreign]_b[mpg] == _b[mpg] & _se[foreign:weight] == _se[weight]
test mpg
scalar c1 = r(chi2)
test [foreign]mpg
assert abs(r(chi2) - c1) < 1e-12
test mpg = weight
testparm mpg weight
assert r(df) == 2
lincom mpg - weight
nlcom _b[mpg]/_b[weight]
margins, dydx(mpg)
matrix V = e(V)
assert abs(V["foreign:mpg", "foreign:mpg"] - _se[mpg]^2) < 1e-12
assert abs(el(V, rownumb(V, "foreign:mpg"), 1) - _se[mpg]^2) < 1e-12
predict double p
predict double xb, xb
assert abs(p - invlogit(xb)) < 1e-12
quietly poisson rep78 mpg
assert _b[rep78:mpg] == _b[mpg]
eststo clear
eststo: quietly regress foreign mpg weight
eststo: quietly logit foreign mpg weight
eststo: quietly probit foreign mpg weight
esttab, se
assert r(nrows) > 5 & r(ncols) == 3

*** An estimator that cannot be constrained says so
sysuse auto, clear
constraint 1 weight = 2*length
capture ivprobit foreign weight (price = mpg), constraints(1)
assert _rc == 198
generate few = max(rep78 - 3, 0)
capture zip few weight length, inflate(mpg) constraints(1)
assert _rc == 198
