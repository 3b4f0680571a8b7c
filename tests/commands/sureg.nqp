* Systems of equations. Numbers: R 4.2.2, systemfit 1.1-28, methodResidCov = "noDfCor".
sysuse auto, clear

*** Seemingly unrelated regressions
sureg (price foreign mpg displacement) (weight foreign length)
assert reldif([price]_b[foreign], 3058.2497644398) < 1e-8
assert reldif([price]_b[mpg], -104.9591470821) < 1e-8
assert reldif([price]_b[displacement], 18.1809771223) < 1e-8
assert reldif([weight]_b[length], 30.9490461256) < 1e-8
assert reldif([price]_se[foreign], 685.73565452731) < 1e-8
assert reldif([weight]_se[length], 1.53989477155) < 1e-8
assert e(N) == 74 & e(k) == 7 & e(k_eq) == 2 & e(method) == "sure"
* The correlation of the residuals of least squares.
quietly regress price foreign mpg displacement
predict double e1, residuals
quietly regress weight foreign length
predict double e2, residuals
quietly correlate e1 e2
scalar bp = 74*r(rho)^2
sureg (price foreign mpg displacement) (weight foreign length), corr
assert reldif(e(chi2_bp), bp) < 1e-9 & e(df_bp) == 1
test [price]foreign [weight]foreign
assert r(df) == 2
predict double wh, equation(weight)
assert reldif(wh, [weight]_b[foreign]*foreign + [weight]_b[length]*length + [weight]_b[_cons]) < 1e-10

*** Iterated to the maximum of the likelihood
sureg (price foreign mpg displacement) (weight foreign length), isure
assert reldif([price]_b[foreign], 2940.9292125571) < 1e-7
assert reldif([weight]_b[length], 30.7350711161) < 1e-7
assert e(converged) == 1 & e(method) == "isure"

*** Three-stage least squares
reg3 (price mpg foreign) (mpg price weight), inst(foreign weight length)
assert reldif([price]_b[mpg], -477.205202771) < 1e-8
assert reldif([price]_b[foreign], 2723.31696661) < 1e-8
assert reldif([mpg]_b[price], -.000464880887301) < 1e-7
assert reldif([mpg]_b[weight], -.00517761697646) < 1e-8
assert reldif([price]_se[mpg], 70.0425942673) < 1e-8
assert reldif([mpg]_se[price], .000236731981476) < 1e-7
assert e(method) == "3sls"
reg3

*** Names of equations and several outcomes at once
sureg (first: price mpg) (second: price weight, noconstant)
assert reldif([second]_b[weight], _b[second:weight]) == 0
sureg (price weight = mpg foreign), small dfk
scalar B = [weight]_b[mpg]
scalar S = [weight]_se[mpg]
quietly regress weight mpg foreign
assert reldif(B, _b[mpg]) < 1e-10 & reldif(S, _se[mpg]) < 1e-10

*** Mistakes
capture sureg price mpg
assert _rc == 198
capture sureg (price nosuch) (mpg weight)
assert _rc == 111
capture sureg (price make) (mpg weight)
assert _rc == 109
capture reg3 (price mpg) (mpg price)
assert _rc == 481
capture sureg (price mpg) (weight length) if mpg > 1000
assert _rc == 2000
