* mmqreg and xtqreg. Numbers: R 4.2.2, dense matrices with a column for every firm: least squares of y and of |e|,
* order statistics, the Gaussian density with Silverman's bandwidth, and the influence functions of all coefficients.
sysuse grunfeld
mmqreg invest mvalue kstock, quantile(25 50)
assert reldif(_b[location:mvalue], .115562156361) < 1e-10 & reldif(_b[scale:kstock], .0462650082983) < 1e-10
assert reldif(_b[q25:mvalue], .102064269985) < 1e-9 & reldif(_b[q25:_cons], -55.0642624034) < 1e-9
assert reldif(_se[q25:mvalue], .00803240504091) < 1e-7 & reldif(_se[q25:_cons], 10.1282002997) < 1e-7
assert reldif(_se[q50:kstock], .051078085895) < 1e-7
assert e(n_neg) == 0 & e(N) == 200
mmqreg invest mvalue kstock, quantile(.25) cluster(firm)
assert reldif(_se[q25:kstock], .090829737406) < 1e-7 & e(N_clust) == 10
test [q25]mvalue = 0
mmqreg
xtset firm year
xtqreg invest mvalue kstock, quantile(.1(.4).9)
assert reldif(_b[q10:kstock], .264602386649) < 1e-9 & reldif(_b[q90:mvalue], .149272052215) < 1e-9
assert reldif(_se[q10:mvalue], .0278777877306) < 1e-6 & reldif(_se[q90:kstock], .0689301913851) < 1e-6
assert reldif(_se[q50:_cons], 22.416052568) < 1e-6
scalar b = _b[q90:mvalue]
xtqreg invest mvalue kstock, i(firm) q(90) vce(cluster firm)
assert _b[q90:mvalue] == b & reldif(_se[q90:kstock], .0467090034638) < 1e-6
mmqreg invest mvalue kstock, absorb(firm) q(90)
assert _b[q90:mvalue] == b
* a collinear and a constant regressor; factor variables; two sets of effects
generate double twice = 2 * mvalue
xtqreg invest mvalue twice i.firm
assert _b[q50:twice] == 0 & _b[q50:3.firm] == 0
mmqreg invest mvalue, absorb(firm year) q(20 80)
assert e(absvars) == "firm year"
matrix b = e(b)
capture mmqreg invest mvalue, q(120)
assert _rc == 198
capture mmqreg invest mvalue if year > 3000
assert _rc == 2000
capture mmqreg invest nothing
assert _rc == 111
generate double exact = 3 + 2 * mvalue
capture mmqreg exact mvalue
assert _rc == 409
xtset, clear
capture xtqreg invest mvalue
assert _rc == 459
assert mreldif(e(b), b) == 0
