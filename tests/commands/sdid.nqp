* sdid on California's Proposition 99: numbers from the R package synthdid.
sysuse prop99
sdid packspercapita state year treated, vce(noinference)
assert reldif(e(ATT), -15.6038278727338) < 1e-6 & e(N_control) == 38 & e(N_treated) == 1
matrix O = e(omega)
assert rowsof(O) == 38
sdid packspercapita state year treated, vce(noinference) method(sc)
assert reldif(e(ATT), -19.619663470944) < 1e-6
sdid packspercapita state year treated, method(did) reps(20) seed(1)
assert reldif(e(ATT), -27.349111083615) < 1e-9 & e(se) > 0
capture sdid packspercapita state year
assert _rc == 102
drop in 1
capture sdid packspercapita state year treated
assert _rc == 459
