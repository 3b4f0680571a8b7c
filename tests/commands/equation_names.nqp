* A model of one equation goes by the name of its dependent variable, as e(b) of Stata's logit has it; the short names
* work, too, and tables stay without headings of equations.
sysuse auto, clear
logit foreign mpg weight
assert _b[foreign:mpg] == _b[mpg] & _se[foreign:mpg] == _se[mpg] & [foreign]_b[mpg] == _b[mpg]
assert _b[#1:mpg] == _b[mpg]
test [foreign]mpg
scalar c = r(chi2)
test mpg
assert r(chi2) == c
test [foreign]mpg = [foreign]weight
lincom [foreign]mpg + _b[foreign:weight]
assert abs(r(estimate) - _b[mpg] - _b[weight]) < 1e-14
nlcom exp(_b[foreign:mpg])
matrix B = r(b)
assert abs(B[1,1] - exp(_b[mpg])) < 1e-14
capture display _b[price:mpg]
assert _rc == 303
capture test [price]mpg
assert _rc != 0
nbreg rep78 mpg
assert _b[rep78:mpg] == _b[mpg]
tobit price mpg, ll(4000)
test [price]mpg
assert r(df) == 1
* where equations have names these stand
mlogit rep78 mpg if rep78 > 2
capture display _b[rep78:mpg]
assert _rc == 303
