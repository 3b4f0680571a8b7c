* ivreg2, ivreghdfe, xtivreg2, xtivreg on a small panel: matrix algebra written out in R 4.2.2.
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
xtset id year
preserve
keep if id < 6
ivreg2 y c (x = z1 z2)
assert abs(e(idstat) - 17.903788) < 1e-5 & e(iddf) == 2 & abs(e(cdf) - 68.328141) < 1e-5 & e(widstat) == e(cdf)
assert abs(e(sargan) - 2.3168714) < 1e-6 & e(sargandf) == 1 & missing(e(rkf))
ivreg2 y c (x = z1 z2), robust endog(x)
assert abs(_se[x] - .15594894) < 1e-7 & abs(e(idstat) - 10.815679) < 1e-5 & abs(e(idp) - .00448131) < 1e-7
assert abs(e(widstat) - 95.611709) < 1e-5 & abs(e(rkf) - e(widstat)) < 1e-12 & abs(e(cdf) - 68.328141) < 1e-5
assert abs(e(j) - 2.3069991) < 1e-6 & abs(e(jp) - .12879249) < 1e-7
ivreg2 y c (x = z1 z2), endog(x)
assert abs(e(estat) - 7.9292931) < 1e-6 & e(estatdf) == 1
ivreg2 y c (x = z1 z2), cluster(id)
assert abs(e(idstat) - 3.8014599) < 1e-6 & abs(e(idp) - .14945948) < 1e-6 & abs(e(widstat) - 173.05682) < 1e-4
assert abs(e(j) - 2.1052698) < 1e-6 & e(N_clust) == 5
ivreg2 y c (x = z1 z2), gmm2s robust
assert abs(_b[x] - 1.0304007) < 1e-7 & abs(_se[c] - .16966755) < 1e-7
ivreg2 y c (x = z1 z2), liml
assert abs(e(lambda) - 1.1300589) < 1e-6 & abs(_b[_cons] - 1.9511117) < 1e-6
* one orthogonality condition too many: the C statistic is the whole J
ivreg2 y c (x = z1 z2), orthog(z2)
assert abs(e(cstat) - e(sargan)) < 1e-9 & e(cstatdf) == 1
* partialling out leaves slopes and their errors as they are
ivreg2 y c (x = z1 z2), robust small
scalar b = _b[x]
scalar s = _se[x]
ivreg2 y c (x = z1 z2), robust small partial(c)
assert abs(_b[x] - b) < 1e-12 & abs(_se[x] - s) < 1e-12 & colsof(e(b)) == 1
* without instruments it is regress
ivreg2 y x c, robust small
scalar s = _se[x]
regress y x c, robust
assert abs(_se[x] - s) < 1e-12
* the F of the first stage, the rk F and the squared t of a single instrument are the same number
ivreg2 y c (x = z1), robust first
matrix F = e(first)
scalar f = F[rownumb(F, "F"), 1]
assert abs(f - e(widstat)) < 1e-9 & e(jdf) == 0
regress x z1 c, robust
assert abs(f - (_b[z1]/_se[z1])^2) < 1e-8
* options of one another
capture ivreg2 y c (x = z1 z2), liml gmm2s
assert _rc == 198
capture ivreg2 y c (x = z1 z2), endog(c)
assert _rc == 198
capture ivreg2 y c (x = z1 z2), kernel(none) bw(2)
assert _rc == 198
capture ivreg2 y c (x = z1), orthog(z1)
assert _rc == 481
restore

* effects absorbed: the singleton leaves
ivreghdfe y c (x = z1), absorb(id year)
assert e(N) == 20 & e(num_singletons) == 1 & e(df_r) == 10
assert abs(_b[x] - .89211476) < 1e-7 & abs(_b[c] - .39450982) < 1e-7
assert abs(_se[x] - .39547013) < 1e-7 & abs(_se[c] - .3053143) < 1e-7
ivreghdfe y c (x = z1), absorb(id year) robust
assert abs(_se[x] - .34492956) < 1e-7 & abs(e(idstat) - 5.7148337) < 1e-6 & abs(e(widstat) - 12.327495) < 1e-5
ivreghdfe y c (x = z1), absorb(id year) cluster(id)
assert abs(_se[x] - .2714753) < 1e-7 & abs(e(idstat) - 2.6179912) < 1e-6 & abs(e(widstat) - 14.886133) < 1e-5
ivreghdfe y c (x = z1), absorb(id year) residuals(r)
predict double d, d
predict double f, xb
assert abs(y - f - d - r) < 1e-9 if e(sample)

* xtivreg2, fe small: dummy variables
quietly ivregress 2sls y c i.id (x = z1 z2) if id < 6, small vce(robust)
scalar b = _b[x]
scalar s = _se[x]
xtivreg2 y c (x = z1 z2), fe small robust
assert abs(_b[x] - b) < 1e-9 & abs(_se[x] - s) < 1e-9 & e(N_g) == 5 & e(N) == 20
* xtivreg, fe: the same slopes; the effects and the rest add up
xtivreg y c (x = z1 z2), fe
assert abs(_b[x] - b) < 1e-9 & e(N_g) == 6
predict double u, u
predict double e, e
predict double p, xb
assert abs(y - p - u - e) < 1e-9
* differences
xtivreg y c (x = z1), fd
scalar b = _b[D.x]
generate dy = D.y
generate dx = D.x
generate dc = D.c
generate dz = D.z1
ivregress 2sls dy dc (dx = dz), small
assert abs(_b[dx] - b) < 1e-10


*** xtivreg2 has what xtreg and xtivreg say of the errors; clusters are numbered
webuse grunfeld, clear
xtset company year
quietly xtreg invest mvalue kstock, fe
scalar SIGMA = e(sigma_e)
scalar SLOPES = e(df_b)
xtivreg2 invest mvalue kstock, fe small
assert reldif(e(sigma_e), SIGMA) < 1e-10 & e(df_b) == SLOPES
reghdfe invest mvalue kstock, absorb(company) vce(cluster company year)
assert e(N_clust1) == 10 & e(N_clust2) == 20 & "`e(clustvar2)'" == "year"
reghdfe invest mvalue kstock, absorb(company) vce(cluster year)
assert e(N_clust1) == 20 & "`e(clustvar1)'" == "year"
*** coviv: variances with the bread of 2SLS around the errors of LIML
clear
set type double
set obs 90
set seed 11
generate id = ceil(_n/6)
generate t = mod(_n, 6)
generate u = rnormal()
generate c = rnormal()
generate z1 = rnormal() + id/9
generate z2 = rnormal()
generate x = z1 + .4*z2 + .6*u + rnormal()
generate y = 1 + x + .5*c + u + id/7
ivreg2 y c (x = z1 z2)
matrix V = e(V)/e(rss)
quietly regress x z1 z2 c
predict xhat
ivreg2 y c (x = z1 z2), liml coviv
matrix W = e(rss)*V
assert mreldif(W, e(V)) < 1e-9 & e(lambda) > 1
predict e, residuals
ivreg2 y c (x = z1 z2), liml coviv robust
generate e2 = e^2
matrix accum B = xhat c
matrix accum M = xhat c [iweight=e2]
matrix W = syminv(B)*M*syminv(B)
assert mreldif(W, e(V)) < 1e-8
ivreg2 y c (x = z1 z2), kclass(1) robust coviv
matrix W = e(V)
ivreg2 y c (x = z1 z2), robust
assert mreldif(W, e(V)) < 1e-9
capture ivreg2 y c (x = z1 z2), coviv
assert _rc == 198
* dofminus(): means of panels taken out by hand are the fixed effects of xtivreg2
xtset id t
foreach v in y c x z1 z2 {
  egen m_`v' = mean(`v'), by(id)
  generate d_`v' = `v' - m_`v'
}
foreach o in "" "small" "robust" "robust small" "cluster(id) small" "liml small" {
  quietly xtivreg2 y c (x = z1 z2), fe `o'
  matrix V = e(V)
  scalar weak = e(widstat)
  scalar under = e(idstat)
  scalar over = e(j)
  quietly ivreg2 d_y d_c (d_x = d_z1 d_z2), noconstant dofminus(15) `o'
  assert mreldif(V, e(V)) < 1e-9
  assert reldif(weak, e(widstat)) < 1e-8 & reldif(under, e(idstat)) < 1e-8 & reldif(over, e(j)) < 1e-8 & e(dofminus) == 15
}
* with a constant that the equation counts itself: N - 2 - 3
quietly ivreg2 y (x = z1 z2)
scalar alone = _se[x]
quietly ivreg2 y (x = z1 z2), small dofminus(3)
assert reldif(_se[x], alone*sqrt(90/85)) < 1e-10 & e(df_r) == 85
* sdofminus(): a regressor and the constant taken out by hand are those of partial()
foreach v in y x z1 z2 {
  quietly regress `v' c
  predict r_`v', residuals
}
foreach o in "" "small" "robust small" "cluster(id) small" {
  quietly ivreg2 y c (x = z1 z2), partial(c) `o'
  scalar alone = _se[x]
  scalar weak = e(widstat)
  quietly ivreg2 r_y (r_x = r_z1 r_z2), noconstant sdofminus(2) `o'
  assert reldif(_se[r_x], alone) < 1e-9 & reldif(e(widstat), weak) < 1e-9
}
quietly ivreg2 y c (x = z1 z2), partial(c) small nopartialsmall
scalar alone = _se[x]
quietly ivreg2 y c (x = z1 z2), partial(c) small
assert reldif(_se[x]/alone, sqrt(89/87)) < 1e-10 & e(partial_ct) == 2
* b0(): at the estimates of 2SLS the objective is Sargan's statistic, at those of cue its minimum
quietly ivreg2 y c (x = z1 z2)
matrix b = e(b)
scalar least = e(sargan)
quietly ivreg2 y c (x = z1 z2), b0(b)
assert reldif(e(j), least) < 1e-9 & reldif(_b[x], b[1,1]) < 1e-12
quietly ivreg2 y c (x = z1 z2), cue robust
matrix b = e(b)
matrix V = e(V)
scalar least = e(j)
matrix b = b[1,3], b[1,1], b[1,2]
matrix colnames b = _cons x c
quietly ivreg2 y c (x = z1 z2), b0(b) robust
assert reldif(e(j), least) < 1e-9 & mreldif(V, e(V)) < 1e-6
matrix b[1,2] = b[1,2] + .1
quietly ivreg2 y c (x = z1 z2), b0(b) robust
assert e(j) > least
matrix colnames b = _cons x z1
capture ivreg2 y c (x = z1 z2), b0(b)
assert _rc == 198
capture ivreg2 y c (x = z1 z2), b0(nothing)
assert _rc == 111
capture ivreg2 y c (x = z1 z2), b0(b) liml
assert _rc == 198
* eform(): the table shown is exponentiated, e(b) is not
quietly ivreg2 y c (x = z1 z2)
scalar before = _b[x]
ivreg2, eform(Ratio)
assert reldif(el(r(table),1,1), exp(before)) < 1e-12 & _b[x] == before
