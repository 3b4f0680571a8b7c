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
