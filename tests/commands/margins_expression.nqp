* margins, expression(): functions of predictions. Expected values: the same margins by other commands.
sysuse auto, clear

*** The probability of a logit from its index
quietly logit foreign mpg weight
margins, dydx(*)
matrix B = r(b)
matrix V = r(V)
margins, dydx(*) expression(invlogit(predict(xb)))
assert mreldif(r(b), B) < 1e-10 & mreldif(r(V), V) < 1e-10
margins, dydx(*) expression(exp(predict(xb))/(1 + exp(predict(xb))))
assert mreldif(r(b), B) < 1e-10 & mreldif(r(V), V) < 1e-10
margins, dydx(*) expression(1 - 1/(1 + exp(predict(xb))))
assert mreldif(r(V), V) < 1e-10

*** Odds, against nlcom at one point
quietly logit foreign mpg weight
margins, expression(predict(pr)/(1 - predict(pr))) at(mpg=20 weight=3000)
matrix B = r(b)
matrix V = r(V)
nlcom exp(_b[_cons] + 20*_b[mpg] + 3000*_b[weight])
matrix b = r(b)
matrix v = r(V)
assert reldif(B[1,1], b[1,1]) < 1e-9 & reldif(V[1,1], v[1,1]) < 1e-5

*** Retransformed logarithm with a scalar and a stored result
generate lprice = ln(price)
quietly regress lprice mpg i.foreign
scalar half = .5
margins, expression(exp(predict(xb) + half*e(rmse)^2)) at(mpg=20 foreign=1)
matrix B = r(b)
assert reldif(B[1,1], exp(_b[_cons] + 20*_b[mpg] + _b[1.foreign] + e(rmse)^2/2)) < 1e-10
margins foreign, expression(exp(predict(xb)))
matrix B = r(b)
predict double xb, xb
generate double y1 = exp(xb - _b[1.foreign]*foreign + _b[1.foreign])
summarize y1
assert reldif(B[1,2], r(mean)) < 1e-10 & "`r(N)'" == "74"

*** Two outcomes of one model; powers and roots
quietly mlogit rep78 mpg if rep78 > 2, baseoutcome(3)
margins, expression(predict(outcome(4)) + predict(outcome(5)))
matrix B = r(b)
matrix V = r(V)
margins, predict(outcome(3))
matrix C = r(b)
matrix W = r(V)
assert reldif(B[1,1], 1 - C[1,1]) < 1e-10 & reldif(V[1,1], W[1,1]) < 1e-8
quietly poisson rep78 mpg
margins, expression(predict(n)^2) at(mpg=20)
matrix B = r(b)
assert reldif(B[1,1], exp(2*(_b[_cons] + 20*_b[mpg]))) < 1e-10
margins, expression(sqrt(predict(n))) at(mpg=20)
matrix B = r(b)
assert reldif(B[1,1], exp(.5*(_b[_cons] + 20*_b[mpg]))) < 1e-10

*** Groups and values together
quietly logit foreign mpg weight
generate byte big = weight > 3000
margins, over(big) at(mpg=(20 25)) expression(100*predict(pr))
matrix B = r(b)
margins, over(big) at(mpg=(20 25))
matrix C = r(b)
matrix C = 100*C
assert colsof(B) == 4 & mreldif(B, C) < 1e-12

*** Errors
quietly logit foreign mpg
capture margins, expression(floor(predict(pr)))
assert _rc == 198
capture margins, expression(predict(pr)) predict(xb)
assert _rc == 198
capture margins, expression(predict(nonsense))
assert _rc == 198
capture margins, expression(predict(pr) +)
assert _rc == 198

*** Coefficients have derivatives and variables differ from row to row: lincom and nlcom at the means of the products
sysuse auto, clear
quietly regress price mpg weight
generate mm = mpg^2
generate mw = mpg*weight
foreach v in mpg weight mm mw {
  quietly summarize `v'
  scalar m_`v' = r(mean)
}
local k = m_mpg
local kk = m_mm
local kw = m_mw
local w = m_weight
lincom `k'*_cons + `kk'*mpg + `kw'*weight
scalar B = r(estimate)
scalar S = r(se)
margins, expression(predict(xb)*mpg)
assert reldif(el(r(b),1,1), B) < 1e-10 & reldif(sqrt(el(r(V),1,1)), S) < 1e-8
nlcom (_b[_cons] + `k'*_b[mpg] + `w'*_b[weight])*_b[mpg]
scalar B = el(r(b),1,1)
scalar S = sqrt(el(r(V),1,1))
margins, expression(predict(xb)*_b[mpg])
assert reldif(el(r(b),1,1), B) < 1e-9 & reldif(sqrt(el(r(V),1,1)), S) < 1e-5
* without a prediction, and its derivative
margins, expression(_b[_cons] + _b[mpg]*mpg)
assert reldif(el(r(b),1,1), _b[_cons] + m_mpg*_b[mpg]) < 1e-10
margins, dydx(mpg) expression(_b[_cons] + _b[mpg]*mpg)
assert reldif(el(r(b),1,1), _b[mpg]) < 1e-10 & reldif(sqrt(el(r(V),1,1)), _se[mpg]) < 1e-8
* at() sets the variables of the expression too
margins, expression(_b[mpg]*mpg) at(mpg=(10 20))
assert reldif(el(r(b),1,2), 20*_b[mpg]) < 1e-10
capture margins, expression(predict(xb)*rep78)
assert _rc == 416
capture margins, expression(predict(xb)*nothere)
assert _rc == 111
capture margins, expression(3)
assert _rc == 198
