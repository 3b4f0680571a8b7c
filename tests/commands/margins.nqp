* margins: average marginal effects from R (analytic averages), identities of the linear model.
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
keep if id < 6
generate d = y > 7
quietly logit d x c
margins, dydx(x)
matrix B = r(b)
matrix V = r(V)
assert abs(B[1,1] - .140659) < 1e-6 & r(N) == 20
* the delta method by finite differences of the average
scalar se = sqrt(V[1,1])
assert se > 0
quietly probit d x c
margins, dydx(*)
matrix B = r(b)
assert abs(B[1,1] - .14340573) < 1e-6 & colsof(B) == 2
* the average prediction of a logit is the share of ones
quietly logit d x c
margins
matrix B = r(b)
quietly summarize d
assert abs(B[1,1] - r(mean)) < 1e-8
* predictions on the scale of the index, at values
margins, at(x=2 c=1) predict(xb)
matrix B = r(b)
matrix V = r(V)
lincom _cons + 2*x + c
assert abs(B[1,1] - r(estimate)) < 1e-9 & abs(sqrt(V[1,1]) - r(se)) < 1e-9
margins, atmeans predict(xb)
matrix B = r(b)
quietly summarize x
scalar mx = r(mean)
quietly summarize c
assert abs(B[1,1] - (_b[_cons] + _b[x]*mx + _b[c]*r(mean))) < 1e-9

* linear models: the effect at values is b1 + b3 z, with t
quietly regress y c.x##c.c
margins, dydx(x) at(c=(0 1))
matrix B = r(b)
matrix V = r(V)
assert abs(B[1,1] - _b[x]) < 1e-9
lincom x + c.x#c.c
assert abs(B[1,2] - r(estimate)) < 1e-9 & abs(sqrt(V[2,2]) - r(se)) < 1e-9
* factor levels
quietly regress y i.id x
margins id
matrix B = r(b)
quietly summarize x
assert colsof(B) == 5 & abs(B[1,2] - (_b[_cons] + _b[2.id] + _b[x]*r(mean))) < 1e-9
margins, dydx(id)
matrix B = r(b)
assert B[1,1] == 0 & abs(B[1,3] - _b[3.id]) < 1e-9
margins, over(id)
matrix B = r(b)
quietly summarize y if id == 2
assert abs(B[1,2] - r(mean)) < 1e-9
* post files e()
margins, dydx(x) post
assert "`e(cmd)'" == "margins" & _se[x] > 0

quietly regress y x
capture margins, dydx(c)
assert _rc == 322
capture margins id
assert _rc == 322
capture margins, predict(pr)
assert _rc == 198
capture margins, nonsense
assert _rc == 198
ereturn clear
capture margins
assert _rc == 301

* elasticities: closed forms of the linear model and of exponential means; all four kinds
sysuse auto, clear
quietly regress price mpg weight
predict double xb
generate double el = _b[mpg]*mpg/xb
generate double ey = _b[mpg]/xb
margins, eyex(mpg)
matrix B = r(b)
quietly summarize el
assert abs(B[1,1] - r(mean)) < 1e-10
margins, eydx(mpg)
matrix B = r(b)
quietly summarize ey
assert abs(B[1,1] - r(mean)) < 1e-12
margins, dyex(mpg)
matrix B = r(b)
matrix V = r(V)
quietly summarize mpg
assert abs(B[1,1] - _b[mpg]*r(mean)) < 1e-8 & abs(sqrt(V[1,1]) - _se[mpg]*r(mean)) < 1e-8
* the delta-method error of an elasticity at the means, by nlcom
margins, eyex(mpg) atmeans
matrix B = r(b)
matrix V = r(V)
quietly summarize mpg
local m = r(mean)
quietly summarize weight
local w = r(mean)
nlcom _b[mpg]*`m'/(_b[_cons] + _b[mpg]*`m' + _b[weight]*`w')
matrix N = r(b)
matrix W = r(V)
assert abs(B[1,1] - N[1,1]) < 1e-9 & abs(V[1,1]/W[1,1] - 1) < 1e-6
capture margins, eyex(mpg) dydx(weight)
assert _rc == 198
quietly regress price mpg i.foreign
capture margins, eyex(*)
assert _rc == 198
margins, eyex(_continuous)
* differences of all pairs of margins
margins foreign, pwcompare
matrix B = r(b)
matrix V = r(V)
assert abs(B[1,1] - _b[1.foreign]) < 1e-9 & abs(sqrt(V[1,1]) - _se[1.foreign]) < 1e-9
* marginsplot needs margins just before
quietly margins foreign, at(mpg=(15 20 25))
marginsplot
matrix P = r(plot)
assert rowsof(P) == 6 & P[1,1] == 15 & abs(P[1,2] - (_b[_cons] + 15*_b[mpg])) < 1e-8
marginsplot, noci recast(bar) xdimension(foreign)
matrix P = r(plot)
assert P[2,1] == 1 | P[2,1] == 0
quietly summarize price
capture marginsplot
assert _rc == 301
quietly margins foreign
capture marginsplot, nosuch
assert _rc == 198

*** saving(): the margins as data
sysuse auto, clear
quietly regress price c.mpg##i.foreign
tempfile m
margins foreign, at(mpg=(10 20 30)) saving(`m')
matrix T = r(table)
capture margins foreign, saving(`m')
assert _rc == 602
preserve
use `m', clear
assert _N == 6 & _at[6] == 3 & _at1[6] == 30 & _m1[5] == 0 & _m1[6] == 1 & _deriv == ""
assert reldif(_margin[3], T[1,3]) < 1e-12 & reldif(_ci_ub[4], T[6,4]) < 1e-12 & reldif(_pvalue[2], T[4,2]) < 1e-9
restore
margins, dydx(mpg) over(foreign) saving(`m', replace) cformat(%9.2f)
use `m', clear
assert _N == 2 & _deriv == "mpg" & _m1[2] == 1

*** Cells without observations are not estimable, nor what averages over them. The rule of row spaces by hand:
* foreign cars have no rep78 of 1 or 2, so that only rep78 3, 4 and 5 have both kinds of cars
sysuse auto, clear
quietly regress price i.foreign##i.rep78 mpg
margins foreign#rep78
matrix B = r(b)
forvalues j = 1/10 {
  assert missing(B[1,`j']) == inlist(`j', 6, 7)
}
margins foreign
matrix B = r(b)
assert !missing(B[1,1]) & missing(B[1,2])
margins rep78
matrix B = r(b)
forvalues j = 1/5 {
  assert missing(B[1,`j']) == (`j' < 3)
}
margins, dydx(foreign)
assert r(b)[1,1] == 0 & missing(r(b)[1,2])
margins, dydx(mpg) at(foreign=1 rep78=1)
assert reldif(r(b)[1,1], _b[mpg]) < 1e-10
margins
assert !missing(r(b)[1,1])

*** Levels that predict perfectly left the sample: their probability is not estimable
sysuse auto, clear
quietly logit foreign ib3.rep78 mpg
margins rep78
matrix B = r(b)
forvalues j = 1/5 {
  assert missing(B[1,`j']) == (`j' < 3)
}

*** A regressor that depends on others moves with them or not at all
sysuse auto, clear
generate mpg2 = 2*mpg
quietly regress price mpg mpg2 weight
margins, at(mpg=20)
assert missing(r(b)[1,1])
margins, at(mpg=20 mpg2=40)
assert !missing(r(b)[1,1])
margins, at(weight=3000)
assert !missing(r(b)[1,1])

*** Names of contrasts are not cut
sysuse auto, clear
quietly regress price i.foreign##i.rep78 if rep78 > 2
tempfile t
log using "`t'", text replace
margins r.foreign@rep78
log close
assert strpos(fileread("`t'"), "r1vs0.foreign@3.rep78 |") > 0


*** vce(unconditional): with a constant the mean prediction is the mean of the outcome, and so is its error
sysuse auto, clear
quietly mean mpg
scalar SE = _se[mpg]
quietly regress mpg weight i.foreign, vce(robust)
margins, vce(unconditional)
matrix V = r(V)
assert abs(sqrt(V[1,1])/SE - 1) < 1e-10 & "`r(vce)'" == "unconditional"
quietly mean foreign, vce(cluster headroom)
scalar SE = _se[foreign]
quietly logit foreign weight mpg, vce(cluster headroom)
margins, vce(unconditional)
matrix V = r(V)
assert abs(sqrt(V[1,1])/SE - 1) < 1e-6
* a group by itself, all interacted: the mean of that group
quietly regress mpg c.weight##i.foreign, vce(robust)
margins, over(foreign) vce(unconditional)
matrix V = r(V)
quietly summarize mpg if foreign
scalar S2 = r(Var)*(r(N) - 1)/r(N)^2*74/73
assert abs(V[2,2]/S2 - 1) < 1e-8 & abs(V[1,2]) < 1e-10
* effects of a quadratic: influence written out
generate double w2 = weight^2
quietly regress mpg c.weight##c.weight, vce(robust)
margins, dydx(weight) vce(unconditional)
matrix V = r(V)
scalar B1 = _b[weight]
scalar B2 = _b[c.weight#c.weight]
predict double u, residuals
quietly summarize weight
scalar WBAR = r(mean)
matrix accum XX = weight w2
matrix D = invsym(XX)
generate double psi = 2*B2*(weight - WBAR)/74
forvalues j = 1/3 {
  local x : word `j' of weight w2 1
  replace psi = psi + u*`x'*(D[1,`j'] + 2*WBAR*D[2,`j'])
}
generate double psi2 = psi^2
quietly summarize psi2
assert abs(V[1,1]/(r(sum)*74/73) - 1) < 1e-6
quietly regress mpg weight
capture margins, vce(unconditional)
assert _rc == 322
quietly regress mpg weight, vce(robust)
capture margins, vce(unconditional) atmeans
assert _rc == 198
*** predict() several times, over() with at(), within(), df(), and what stands behind post
sysuse auto, clear
quietly ologit rep78 mpg i.foreign
margins, predict(outcome(3))
scalar p3 = el(r(b),1,1)
margins, predict(outcome(5))
scalar p5 = el(r(b),1,1)
margins, predict(outcome(5)) predict(outcome(3))
matrix B = r(b)
assert colsof(B) == 2 & reldif(B[1,1], p5) < 1e-12 & reldif(B[1,2], p3) < 1e-12 & r(k_predict) == 2
quietly regress price c.mpg##i.foreign weight
margins, over(foreign) at(mpg=(15 25))
matrix B = r(b)
generate double x = mpg
replace mpg = 25
predict double f
replace mpg = x
quietly summarize f if foreign
assert colsof(B) == 4 & reldif(B[1,4], r(mean)) < 1e-9
margins, df(10)
assert reldif(el(r(table),6,1), el(r(b),1,1) + invttail(10, .025)*sqrt(el(r(V),1,1))) < 1e-10
margins, post
capture margins
assert _rc == 322
quietly regress price c.mpg##i.foreign weight
margins foreign, post
marginsplot
assert rowsof(r(plot)) == 2
* within(): cells that a group does not have are left out, others are as with over()
clear
set obs 120
set seed 5
generate hospital = mod(_n, 2)
generate doctor = hospital*2 + mod(int(_n/2), 2)
generate x = rnormal()
generate y = doctor + x + rnormal()
quietly regress y i.doctor x
margins doctor, within(hospital)
matrix B = r(b)
assert colsof(B) == 4
quietly summarize x if hospital == 1
assert reldif(B[1,3], _b[_cons] + _b[2.doctor] + _b[x]*r(mean)) < 1e-9
margins, within(hospital)
matrix B = r(b)
margins, over(hospital)
assert mreldif(B, r(b)) < 1e-12
* grand: the overall margin behind those of levels; (zero), (base) and _continuous in at()
quietly regress y i.doctor x
margins
scalar all = el(r(b),1,1)
margins doctor, grand
assert colsof(r(b)) == 5 & reldif(el(r(b),1,5), all) < 1e-12
margins doctor, at((zero) x)
assert reldif(el(r(b),1,4), _b[_cons] + _b[3.doctor]) < 1e-12
margins, at((base) doctor (zero) x)
assert reldif(el(r(b),1,1), _b[_cons]) < 1e-12
quietly summarize x, detail
scalar middle = r(p50)
margins, at((median) _continuous (base) _factor)
assert reldif(el(r(b),1,1), _b[_cons] + _b[x]*middle) < 1e-12
capture margins, at((base) x)
assert _rc == 198
capture margins, at((zero) doctor)
assert _rc == 198
capture margins, at((mode) x)
assert _rc == 198
