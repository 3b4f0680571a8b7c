* Commands of replication packages: identities, numbers of other commands, and mistakes.

*** drawnorm: seeds, moments, what it refuses
clear
drawnorm x y z, n(50) seed(3)
scalar a = x[7]
clear
drawnorm x y z, n(50) seed(3)
assert x[7] == a & _N == 50
matrix C = (1, .9 \ .9, 1)
clear
drawnorm u v, n(5000) corr(C) means((1, 2)) sds((2, 3)) double
assert "`: type u'" == "double"
quietly correlate u v
assert abs(r(rho) - .9) < .02
* A singular matrix makes exact copies.
matrix S = (1, 1 \ 1, 1)
clear
drawnorm p q, n(100) cov(S)
assert abs(p - q) < 1e-5
matrix N = (1, 2 \ 2, 1)
capture drawnorm r s, cov(N)
assert _rc == 506
capture drawnorm p
assert _rc == 110
capture drawnorm r s t, corr(C)
assert _rc == 503
capture drawnorm r s, corr(C) cov(C)
assert _rc == 198
clear
capture drawnorm x
assert _rc == 2000
set obs 3
generate old = 1
capture drawnorm x, n(10)
assert _rc == 4
drawnorm x, n(10) clear
assert _N == 10

*** alpha: reversed items, pairs of rows, mistakes
sysuse auto, clear
generate back = -mpg
quietly alpha mpg weight back, std
scalar A = r(alpha)
matrix s = r(Sign)
assert s[1,1] == -s[1,2] & s[1,1] == -s[1,3]
generate turned = -weight
quietly alpha mpg turned mpg, std asis
capture alpha mpg
assert _rc == 102
capture alpha mpg make
assert _rc == 109
generate same = 1
capture alpha mpg same
assert _rc == 498
alpha price mpg rep78, casewise item label
quietly count if !missing(rep78)
alpha price mpg rep78 if rep78 < 4, detail

*** mfx: elasticities, values of one's own, what it refuses
sysuse auto, clear
regress price mpg weight
mfx, eyex
matrix E = e(Xmfx_eyex)
quietly summarize mpg
scalar MM = r(mean)
quietly summarize weight
scalar MW = r(mean)
assert reldif(E[1,1], _b[mpg]*MM/(_b[_cons] + _b[mpg]*MM + _b[weight]*MW)) < 1e-10
poisson rep78 mpg foreign
mfx, at(mpg=20) predict(n)
matrix D = e(Xmfx_dydx)
quietly summarize foreign if e(sample)
assert reldif(D[1,2], exp(_b[_cons] + 20*_b[mpg])*(exp(_b[foreign]) - 1)) < 1e-9
mfx, nodiscrete nose varlist(foreign)
estimates clear
ereturn clear
capture mfx
assert _rc == 301

*** dprobit shows changes and keeps the coefficients
sysuse auto, clear
quietly probit foreign mpg
scalar B = _b[mpg]
dprobit foreign mpg
matrix D = e(dfdx)
quietly summarize mpg
assert _b[mpg] == B
assert reldif(D[1,1], normalden(_b[_cons] + B*r(mean))*B) < 1e-9
capture dprobit foreign nosuch
assert _rc == 111

*** pcorr: with two variables it is the correlation
sysuse auto, clear
quietly correlate price mpg
scalar R = r(rho)
pcorr price mpg
matrix P = r(p_corr)
assert reldif(P[1,1], R) < 1e-10
capture pcorr price
assert _rc == 102

*** stepwise: all that is left is significant, all that went is not
sysuse auto, clear
stepwise, pr(.1): regress price mpg weight turn length trunk headroom
local left : colnames e(b)
scalar k = e(df_m)
foreach x of local left {
  if "`x'" == "_cons" continue
  quietly test `x'
  assert r(p) < .1
}
assert e(N) == 74
stepwise, pe(.1): regress price rep78 mpg weight
assert e(N) == 69
stepwise, pr(.3) lockterm1: regress price headroom weight
assert !missing(_b[headroom])
capture stepwise: regress price mpg
assert _rc == 198
capture stepwise, pr(.1): regress price
assert _rc == 102
capture stepwise, pr(.1) pe(.2): regress price mpg
assert _rc == 198
confirm variable mpg
capture confirm variable __000000
assert _rc == 111

*** _estimates and _return
sysuse auto, clear
regress price mpg
_estimates hold keep, copy
assert e(cmd) == "regress"
capture _estimates hold keep
assert _rc == 110
quietly logit foreign mpg, nolog
_estimates unhold keep
assert e(cmd) == "regress"
capture _estimates unhold keep
assert _rc == 111
quietly summarize price
scalar MP = r(mean)
_return hold h
assert missing(r(mean))
_return restore h, hold
assert r(mean) == MP
_return drop h
capture _return restore h
assert _rc == 111

*** ROC curves after models that have them
sysuse auto, clear
quietly logit foreign mpg, nolog
lroc, nograph
scalar A = r(area)
quietly probit foreign mpg, nolog
lroc, nograph
assert reldif(r(area), A) < 1e-12
lstat
assert r(P_corr) > 50
regress price mpg
capture lroc
assert _rc == 321
capture lsens
assert _rc == 321
