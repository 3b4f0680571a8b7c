* Nonlinear least squares. Numbers: R 4.2.2 nls with tol = 1e-12 (sandwich 3.0-2 times N/(N-K) for robust errors).
sysuse auto, clear
generate double w = weight/1000

*** An exponential curve is that of nls
nl (mpg = {b0=10} + {b1=50}*exp(-{b2=.7}*w))
assert reldif(_b[/b0], 8.824459757852) < 1e-6
assert reldif(_b[/b1], 53.505905592166) < 1e-6
assert reldif(_b[/b2], .506870089683) < 1e-6
assert reldif(_se[/b0], 5.888719166985) < 1e-6
assert reldif(_se[/b1], 11.897342703286) < 1e-6
assert reldif(_se[/b2], .245275568416) < 1e-6
assert reldif(e(rss), 797.08123124) < 1e-10
assert reldif(e(ll), -192.946437018) < 1e-10
assert e(N) == 74 & e(df_r) == 71 & e(df_m) == 2 & e(converged) == 1
assert e(constant) == "b0" & e(params) == "b0 b1 b2"
* About the mean, as a parameter is a constant term.
quietly summarize mpg
assert reldif(e(tss), r(Var)*73) < 1e-12
assert reldif(e(r2), 1 - e(rss)/e(tss)) < 1e-12

*** Robust errors are the sandwich with N/(N-K)
nl (mpg = {b0=10} + {b1=50}*exp(-{b2=.7}*w)), vce(robust)
assert reldif(_se[/b0], 4.900213056228) < 1e-5
assert reldif(_se[/b1], 12.270050886152) < 1e-5
assert reldif(_se[/b2], .214411502514) < 1e-5
assert e(vcetype) == "Robust"

*** Weights, starting values in initial(), no constant term
nl (price = {a}*w^{b}) [aw=mpg], initial(a 1000 b 1)
assert reldif(_b[/a], 2094.800265327720) < 1e-7
assert reldif(_b[/b], .967725386035) < 1e-7
assert reldif(_se[/a], 443.246333923276) < 1e-6
assert reldif(_se[/b], .180756649342) < 1e-6
assert "`e(constant)'" == ""

*** A straight line gives what regress gives, with every kind of errors
foreach vce in "" "robust" "cluster rep78" "hc3" {
  local option = cond("`vce'" == "", "", "vce(`vce')")
  quietly regress price mpg weight, `option'
  scalar B = _b[mpg]
  scalar S = _se[mpg]
  scalar D = e(df_r)
  scalar R = e(r2)
  quietly nl (price = {xb: mpg weight} + {c}), `option'
  assert reldif(_b[/xb_mpg], B) < 1e-7
  assert reldif(_se[/xb_mpg], S) < 1e-7
  assert e(df_r) == D
  assert reldif(e(r2), R) < 1e-9
}

*** Fitted values, residuals, tests of parameters
nl (mpg = {b0=10} + {b1=50}*exp(-{b2=.7}*w)) if foreign == 0
predict double f
predict double r, residuals
assert reldif(f, _b[/b0] + _b[/b1]*exp(-_b[/b2]*w)) < 1e-12
assert abs(mpg - f - r) < 1e-10
quietly count if e(sample)
assert r(N) == 52
test _b[/b1] = 50
assert r(df) == 1
assert _b[b1:_cons] == _b[/b1] & [b1]_se[_cons] == _se[/b1]
nlcom ratio: _b[/b1]/_b[/b2]
matrix R = r(b)
assert reldif(R[1,1], _b[/b1]/_b[/b2]) < 1e-12
nl

*** A combination is used again by its name
nl (price = {c=1000} + {xb: mpg weight} + 0*{xb:})
assert wordcount(e(params)) == 3

*** Rows that miss a variable of the expression are left out
nl (price = {c} + {b}*rep78)
assert e(N) == 69

*** Mistakes
capture nl price mpg
assert _rc == 198
capture nl (price = mpg)
assert _rc == 198
capture nl (price = {b}*nosuch)
assert _rc == 111
capture nl (nosuch = {b}*mpg)
assert _rc == 111
capture nl (make = {b}*mpg)
assert _rc == 109
capture nl (price = {b}*ln({c}*mpg))
assert _rc == 480
capture nl (price = {b}*mpg) if mpg > 1000
assert _rc == 2000
capture nl (price = {b0}+{b1}*mpg), initial(zz 3)
assert _rc == 198
capture nl (price = {b0 + {b1}*mpg)
assert _rc == 198
regress price mpg
capture nl (price = {b}*ln({c}*mpg))
assert e(cmd) == "regress"
