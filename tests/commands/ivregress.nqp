* ivregress and estat: numbers of the small panel from matrix algebra in R 4.2.2; tests after ivregress on mtcars from
* Stata (published with the R package estimatr, tests/testthat/stata-iv-diagnostics.txt), eight digits.
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
keep if id < 6
ivregress 2sls y c (x = z1 z2)
assert abs(_b[x] - 1.0028291) < 1e-7 & abs(_b[c] - .32450974) < 1e-7 & abs(_b[_cons] - 1.8546957) < 1e-6
assert abs(_se[x] - .21722896) < 1e-7 & abs(_se[_cons] - 1.6026904) < 1e-6
assert abs(e(rss) - 63.72532) < 1e-5 & abs(e(r2) - .64277426) < 1e-7 & "`e(instd)'" == "x" & "`e(insts)'" == "c z1 z2"
estat overid
assert abs(r(sargan) - 2.3168714) < 1e-6 & abs(r(p_sargan) - .1279772) < 1e-6 & r(df) == 1
estat endogenous
assert abs(r(durbin) - 7.9292931) < 1e-6 & abs(r(wu) - 10.510461) < 1e-5 & r(wudf_r) == 16
estat firststage
assert abs(r(mineig) - 68.328141) < 1e-5
predict double r, residuals
generate double square = r^2
summarize square
assert abs(r(sum) - e(rss)) < 1e-9
ivregress 2sls y c (x = z1 z2), vce(cluster id) small
assert abs(_se[x] - .17797444) < 1e-7 & e(df_r) == 4 & e(N_clust) == 5
ivregress liml y c (x = z1 z2)
assert abs(e(kappa) - 1.1300589) < 1e-6 & abs(_se[x] - .22043495) < 1e-7

* the order of the parts does not matter, and time-series operators stand anywhere
xtset id year
ivregress 2sls y (x = z1 z2) c
assert abs(_b[x] - 1.0028291) < 1e-7
ivregress 2sls y (L.x = L.z1 L(0/1).z2)
assert e(N) == 15 & "`e(instd)'" == "L.x" & "`e(insts)'" == "L.z1 z2 L.z2"
ivregress 2sls y i.id (x = z1)
assert e(df_m) == 5

* errors
capture ivregress 2sls y c (x = )
assert _rc == 198
capture ivregress 2sls y c (x = c)
assert _rc == 481
capture ivregress 2sls y (x c = z1)
assert _rc == 481
capture ivregress 2sls y (x = z1 x)
assert _rc == 198
capture ivregress 2sls y x (x = z1)
assert _rc == 198
capture ivregress ols y (x = z1)
assert _rc == 198
capture ivregress 2sls y (x = z1), igmm
assert _rc == 198
generate z3 = 2*c
capture ivregress 2sls y c (x = z3)
assert _rc == 481
ivregress 2sls y c (x = z1 z3)
estat firststage
capture estat overid
assert _rc == 498
regress y x
capture estat endogenous
assert _rc == 321

* mtcars
import delimited "$TESTS/reference/data/mtcars.csv", clear
ivregress 2sls mpg (hp = wt), small
estat endogenous
assert abs(r(wu) - 37.5609) < 1e-4 & r(df) == 1 & r(wudf_r) == 29
ivregress 2sls mpg (hp = wt), vce(robust)
estat endogenous
assert abs(r(regF) - 35.460434) < 1e-4 & r(regFdf_d) == 29
