* estat and vif: definitions computed by hand; published numbers are in the reference cases.
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
keep if id < 6
generate t = _n
tsset t
regress y x c
scalar rss = e(rss)
scalar r2 = e(r2)
predict fit
predict e, residuals

estat ic
matrix S = r(S)
assert abs(S[1,5] - (-2*e(ll) + 6)) < 1e-9 & abs(S[1,6] - (-2*e(ll) + 3*ln(20))) < 1e-9
estat ic, n(100)
matrix S = r(S)
assert abs(S[1,6] - (-2*e(ll) + 3*ln(100))) < 1e-9
estat summarize
matrix M = r(stats)
quietly summarize x
assert abs(M[2,1] - r(mean)) < 1e-12 & abs(M[2,2] - r(sd)) < 1e-12
estat vce
matrix V = r(V)
assert abs(V[1,1] - _se[x]^2) < 1e-12
estat vce, correlation
matrix V = r(V)
assert V[1,1] == 1
estat vif
scalar v = r(vif_1)
estat vif, uncentered
vif
assert r(vif_1) == v
vif, uncentered

* heteroskedasticity: regress e^2/sigma^2
generate u = e^2/(rss/20)
quietly regress u fit
scalar half = e(mss)/2
scalar nr2 = 20*e(r2)
scalar F = e(F)
quietly regress u x c
scalar both = e(mss)/2
quietly regress u z1
scalar one = e(mss)/2
quietly regress y x c
estat hettest
assert abs(r(chi2) - half) < 1e-9 & r(df) == 1 & abs(r(p) - chi2tail(1, half)) < 1e-12
estat hettest, iid
assert abs(r(chi2) - nr2) < 1e-9
estat hettest, fstat
assert abs(r(F) - F) < 1e-9
estat hettest, rhs
assert abs(r(chi2) - both) < 1e-9 & r(df) == 2
estat hettest z1, normal
assert abs(r(chi2) - one) < 1e-9

* RESET: powers of the fitted values
generate f2 = fit^2
generate f3 = fit^3
generate f4 = fit^4
quietly regress y x c f2 f3 f4
scalar F = ((rss - e(rss))/3)/(e(rss)/14)
quietly regress y x c
estat ovtest
assert abs(r(F) - F) < 1e-7 & r(df) == 3 & r(df_r) == 14
estat ovtest, rhs
assert r(df) == 6

* White's test: squares and products
generate e2 = e^2
quietly regress e2 c.x##c.x c.c##c.c c.x#c.c
scalar white = 20*e(r2)
quietly regress y x c
estat imtest, white
assert abs(r(chi2_h) - white) < 1e-9 & r(df_h) == 5 & r(df_k) == 1 & r(df_s) == 2
assert abs(r(chi2_t) - r(chi2_h) - r(chi2_s) - r(chi2_k)) < 1e-9
estat imtest, preserve

* serial correlation
generate d2 = (e - e[_n-1])^2
quietly summarize d2
scalar top = r(sum)
quietly summarize e2
scalar dw = top/r(sum)
estat dwatson
assert abs(r(dw) - dw) < 1e-12
generate le = cond(_n == 1, 0, e[_n-1])
quietly regress e x c le
scalar bg = 20*e(r2)
quietly regress y x c
estat bgodfrey
matrix C = r(chi2)
assert abs(C[1,1] - bg) < 1e-9
estat bgodfrey, lags(1/3)
matrix C = r(chi2)
assert colsof(C) == 3

capture estat nosuch
assert _rc == 198
capture estat
assert _rc == 198
capture estat ic, nosuch
assert _rc == 198
capture estat bgodfrey, lags(0)
assert _rc == 198
tsset, clear
capture estat dwatson
assert _rc == 459
quietly areg y x, absorb(id)
capture estat vif
assert _rc == 321
capture vif
assert _rc == 301
estat ic
estat summarize
drop if id < 6
capture estat summarize
assert _rc == 322
ereturn clear
capture estat ic
assert _rc == 301
