* regsave, pwcorr_a, ttable2, reg2docx, asdoc: numbers are those of regress, pwcorr and ttest.
sysuse auto
quietly ttest price, by(foreign)
scalar s_t = r(t)
scalar s_p = r(p)
ttable2 price mpg, by(foreign) tvalue pvalue
matrix T = r(table)
assert T[1,6] == s_t & T[1,7] == s_p & T[1,1] == 52 & T[1,3] == 22 & abs(T[1,5] - (T[1,2] - T[1,4])) < 1e-9
assert _N == 74
quietly pwcorr price mpg if foreign == 0, sig
scalar s_rho = r(rho)
pwcorr_a price mpg if foreign == 0
assert r(rho) == s_rho & _N == 74
capture ttable2 price
assert _rc == 198
tempfile f
corr2docx price mpg using `f'.txt, star(* .1 ** .05) replace
assert strpos(fileread("`f'.txt"), "-0.469**") > 0
quietly regress price mpg weight, robust
matrix V = e(V)
scalar s_b = _b[mpg]
tempfile r
regsave using `r', tstat pval ci addlabel(model, robust, year, 1978) replace
capture regsave using `r'
assert _rc == 602
regsave mpg using `r', append
assert _N == 74
use `r', clear
assert _N == 4 & var[1] == "mpg" & coef[1] == s_b & abs(stderr[1]^2/V[1,1] - 1) < 1e-12 & N[1] == 74
assert abs(tstat[1] - coef[1]/stderr[1]) < 1e-12 & ci_lower[1] < coef[1] & ci_upper[1] > coef[1]
assert model[2] == "robust" & year[3] == 1978 & model[4] == ""
