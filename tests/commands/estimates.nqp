* estimates: store, restore, tables; AIC and BIC by their definitions.
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
keep if id < 6
capture estimates store m
assert _rc == 301
quietly regress y x
estimates store m1, title(small)
scalar ll = e(ll)
quietly regress y x c if year > 2001
est store m2
estimates dir
estimates dir m*
estimates table m1 m2, b(%7.3f) se stats(N r2 aic) title(Two models)
estimates table m1 m2, star stats(N) keep(x)
estimates table m*, star(.1 .05 .01) drop(_cons)
estimates table m1, t p
estimates table
estimates stats m1 m2
matrix S = r(S)
assert abs(S[1,5] - (-2*ll + 4)) < 1e-9 & abs(S[1,6] - (-2*ll + 2*ln(20))) < 1e-9 & S[2,1] == 15
estimates stats m1, n(10)
matrix S = r(S)
assert abs(S[1,6] - (-2*ll + 2*ln(10))) < 1e-9
estimates restore m1
assert e(N) == 20 & e(df_m) == 1
count if e(sample)
assert r(N) == 20
estimates restore m2
count if e(sample)
assert r(N) == 15
estimates replay
estimates replay m1 m2, level(90)
drop if year == 2002
estimates restore m2
count if e(sample)
assert r(N) == 10
estimates drop m1
capture estimates restore m1
assert _rc == 111
estimates clear
capture estimates restore m2
assert _rc == 111
capture estimates nosuch
assert _rc == 198
capture estimates store 1x
assert _rc == 198
capture hausman m1 m2
assert _rc == 301
