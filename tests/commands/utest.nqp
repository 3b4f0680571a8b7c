* utest: slopes and their tests are those of lincom at both ends; Fieller's limits are where the test of a + 2bx = 0 just
* rejects.
sysuse auto
generate mpg2 = mpg^2
quietly regress price mpg mpg2
utest mpg mpg2, fieller
local low = r(fieller_low)
local high = r(fieller_high)
scalar t_low = r(t_low)
scalar t_high = r(t_high)
scalar overall = r(p)
assert abs(r(extreme) + _b[mpg] / (2 * _b[mpg2])) < 1e-9
assert r(t) == r(t_high)
quietly summarize mpg
local least = r(min)
local most = r(max)
quietly lincom mpg + 2 * `least' * mpg2
assert reldif(t_low, r(estimate) / r(se)) < 1e-10
quietly lincom mpg + 2 * `most' * mpg2
assert reldif(t_high, r(estimate) / r(se)) < 1e-10
assert reldif(overall, ttail(r(df), r(estimate) / r(se))) < 1e-10
foreach limit in low high {
  quietly lincom mpg + 2 * ``limit'' * mpg2
  assert abs(2 * ttail(r(df), abs(r(estimate) / r(se))) - .05) < 1e-8
}
* Terms of factor notation; an interval that ends before the turning point has no U.
quietly regress price c.mpg##c.mpg, vce(robust)
utest mpg c.mpg#c.mpg, max(25)
assert missing(r(p)) & r(slope_high) < 0
* After maximum likelihood the test is that of a normal variable.
quietly logit foreign mpg mpg2
utest mpg mpg2, min(-10) max(300)
scalar overall = r(p)
quietly lincom mpg + 2 * 300 * mpg2
scalar upper = normal(r(estimate) / r(se))
quietly lincom mpg - 20 * mpg2
assert reldif(overall, max(upper, normal(-r(estimate) / r(se)))) < 1e-8
* 1/x: the slope at x is a - b/x^2.
generate inverse = 1 / mpg
quietly regress price mpg inverse
utest mpg inverse, inverse
assert abs(r(extreme) - sqrt(_b[inverse] / _b[mpg])) < 1e-8
capture utest mpg
assert _rc == 198
ereturn clear
capture utest mpg mpg2
assert _rc == 301
