* Maximum likelihood with evaluators of the user: the same numbers as the commands of the models, which other tests check
* against R and published results.
sysuse auto, clear
program lfprobit
  args lnf xb
  quietly replace `lnf' = ln(normal(`xb')) if $ML_y1 == 1
  quietly replace `lnf' = ln(normal(-`xb')) if $ML_y1 == 0
end
program lflogit
  version 11
  args lnf xb
  tempvar p
  quietly {
    generate double `p' = invlogit(`xb')
    replace `lnf' = cond($ML_y1, ln(`p'), ln(1 - `p'))
  }
end
program lfnormal
  args lnf mu lnsigma
  quietly replace `lnf' = ln(normalden($ML_y1, `mu', exp(`lnsigma')))
end
program lftobit
  args lnf mu sigma
  quietly replace `lnf' = ln(normalden($ML_y1, `mu', `sigma')) if $ML_y1 > 0
  quietly replace `lnf' = ln(normal(-`mu'/`sigma')) if $ML_y1 <= 0
end
program d0logit
  args todo b lnf
  tempvar xb lj
  mleval `xb' = `b'
  quietly {
    generate double `lj' = invlogit(`xb') if $ML_y1 == 1
    replace `lj' = invlogit(-`xb') if $ML_y1 == 0
    mlsum `lnf' = ln(`lj')
  }
end
program lf0normal
  args todo b lnfj
  tempvar mu
  tempname lnsigma
  mleval `mu' = `b', eq(1)
  mleval `lnsigma' = `b', eq(2) scalar
  quietly replace `lnfj' = ln(normalden($ML_y1, `mu', exp(`lnsigma')))
end

*** Probit: coefficients, errors, log likelihood
probit foreign mpg weight, nolog
matrix B = e(b)
matrix V = e(V)
scalar L = e(ll)
ml model lf lfprobit (foreign = mpg weight)
ml maximize
matrix b = e(b)
matrix v = e(V)
assert mreldif(b, B) < 1e-7 & mreldif(v, V) < 1e-6
assert reldif(e(ll), L) < 1e-10
assert e(N) == 74 & e(converged) == 1 & e(user) == "lfprobit" & e(ml_method) == "lf" & e(depvar) == "foreign"
* The test of the model is a Wald test of the slopes.
quietly test mpg weight
assert reldif(e(chi2), r(chi2)) < 1e-10
ml display, level(90)
predict double xb, xb
assert reldif(xb, _b[mpg]*mpg + _b[weight]*weight + _b[_cons]) < 1e-10

*** Logit: robust and clustered errors, if, factor variables
quietly logit foreign mpg i.rep78 if rep78 >= 3, vce(robust) nolog
scalar S = _se[mpg]
scalar S4 = _se[4.rep78]
ml model lf lflogit (foreign = mpg i.rep78) if rep78 >= 3, vce(robust)
ml maximize, nolog
assert reldif(_se[mpg], S) < 1e-6 & reldif(_se[4.rep78], S4) < 1e-6
quietly logit foreign mpg weight, vce(cluster rep78) nolog
scalar S = _se[mpg]
ml model lf lflogit (foreign = mpg weight), cluster(rep78)
ml maximize, nolog
assert reldif(_se[mpg], S) < 1e-6 & e(N_clust) == 5

*** Weights: frequency weights are copies, sampling weights are robust
quietly logit foreign mpg [fw=rep78], nolog
scalar B = _b[mpg]
scalar S = _se[mpg]
ml model lf lflogit (foreign = mpg) [fw=rep78]
ml maximize, nolog
assert reldif(_b[mpg], B) < 1e-7 & reldif(_se[mpg], S) < 1e-6
quietly logit foreign mpg [pw=weight], nolog
scalar S = _se[mpg]
ml model lf lflogit (foreign = mpg) [pw=weight]
ml maximize, nolog
assert reldif(_se[mpg], S) < 1e-6

*** Two equations: the normal model is least squares with N in the variance
quietly regress price mpg weight
scalar B = _b[weight]
scalar S = _se[weight]*sqrt(71/74)
scalar G = ln(sqrt(e(rss)/74))
scalar L = e(ll)
ml model lf lfnormal (price: price = mpg weight) (lnsigma:)
ml maximize
assert reldif([price]_b[weight], B) < 1e-7 & reldif([price]_se[weight], S) < 1e-6
assert reldif([lnsigma]_b[_cons], G) < 1e-8 & reldif(_b[lnsigma:_cons], G) < 1e-8
assert reldif([lnsigma]_se[_cons], 1/sqrt(2*74)) < 1e-6
assert reldif(e(ll), L) < 1e-10 & e(k_eq) == 2
ml model lf0 lf0normal (price = mpg weight) /lnsigma
ml maximize, nolog
assert reldif(_b[weight], B) < 1e-7 & reldif(_b[/lnsigma], G) < 1e-8
ml model lf lfnormal (mpg weight, noconstant) (price = mpg)
capture ml maximize, nolog
assert inlist(_rc, 0, 430, 1400)

*** Tobit with sigma itself; starting values
sysuse mroz, clear
quietly tobit hours educ age, ll(0) nolog
scalar B = _b[educ]
scalar S = _se[educ]
scalar L = e(ll)
ml model lf lftobit (hours = educ age) /sigma
ml init /sigma=1000 eq1:_cons=500
ml maximize, nolog
assert reldif(_b[educ], B) < 1e-6 & reldif(_se[educ], S) < 1e-5 & reldif(e(ll), L) < 1e-9
* Without them the constants are searched.
ml model lf lftobit (hours = educ age) /sigma, maximize
ml display
assert reldif(_b[educ], B) < 1e-6

*** d0: the sum instead of rows
sysuse auto, clear
quietly logit foreign mpg weight, nolog
matrix B = e(b)
scalar S = _se[mpg]
ml model d0 d0logit (foreign = mpg weight)
ml maximize, nolog
matrix b = e(b)
assert mreldif(b, B) < 1e-5 & reldif(_se[mpg], S) < 1e-4
capture ml model d0 d0logit (foreign = mpg weight), vce(robust)
capture ml maximize
assert _rc == 198

*** Collinear regressors leave, exposure and offset count
generate twice = 2*mpg
ml model lf lfprobit (foreign = mpg twice weight)
ml maximize, nolog
assert _b[twice] == 0 & e(rank) == 3
quietly probit foreign mpg, offset(gear_ratio) nolog
scalar B = _b[mpg]
ml model lf lfprobit (foreign = mpg, offset(gear_ratio))
ml maximize, nolog
assert reldif(_b[mpg], B) < 1e-7

*** The data are as before, whatever the evaluator does
program lfbroken
  args lnf xb
  drop price
  error 459
end
local before = _N
ml model lf lfbroken (foreign = mpg) if mpg > 20
capture ml maximize
assert _rc == 459 & _N == `before' & price[1] == 4099
assert "$ML_y1" == ""

*** Mistakes
ml clear
capture ml maximize
assert _rc == 304
capture ml model zz lfprobit (foreign = mpg)
assert _rc == 198
capture ml model lf lfprobit
assert _rc == 198
capture ml model lf lfprobit (foreign = nosuch)
assert _rc == 111
ml model lf nosuchprogram (foreign = mpg)
capture ml maximize
assert _rc == 199
capture ml nothing
assert _rc == 198
capture mlsum x = 1
assert _rc == 304
ml model lf lfprobit (foreign = mpg)
ml query
ml check
