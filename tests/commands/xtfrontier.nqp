* xtfrontier: panels of one observation are a cross-section with a truncated normal
clear
set obs 400
set seed 31
generate id = ceil(_n/4)
generate t = mod(_n - 1, 4) + 1
xtset id t
generate double x = rnormal()
generate double u = abs(rnormal()) if t == 1
replace u = u[_n-1] if t > 1
generate double y = 1 + .5*x + .2*rnormal() - u
xtfrontier y x, ti
scalar q_ll = e(ll)
assert e(N_g) == 100 & e(Tcon) == 1 & e(converged) == 1 & abs(e(gamma) - e(sigma_u)^2/e(sigma2)) < 1e-9
* u given all residuals of the panel
predict double u1, u
predict double xb
generate double e = y - xb
egen double sum = total(e), by(id)
scalar q_v = e(sigma_v)^2
scalar q_s2 = e(sigma_u)^2
generate double centre = ([mu]_cons*q_v - q_s2*sum)/(q_v + 4*q_s2)
scalar q_s = sqrt(q_s2*q_v/(q_v + 4*q_s2))
assert abs(u1 - (centre + q_s*exp(lnnormalden(centre/q_s) - lnnormal(centre/q_s)))) < 1e-7
* time-varying decay contains the time-invariant model
xtfrontier y x, tvd nolog
assert e(ll) >= q_ll - 1e-6 & abs([eta]_cons) < .1
predict double te, te
assert te > 0 & te < 1
* cost of the negative
generate double c = -y
xtfrontier c x, ti cost nolog
assert abs(e(ll) - q_ll) < 1e-5
* unbalanced panels, conditions
xtfrontier y x if !(id == 3 & t > 1), tvd nolog
assert e(g_min) == 1 & e(Tcon) == 0 & e(N) == 397
capture xtfrontier y x
assert _rc == 198
capture xtfrontier y x, ti tvd
assert _rc == 198
capture xtfrontier y x, ti vce(robust)
assert _rc == 198 & e(N) == 397
xtset, clear
capture xtfrontier y x, ti
assert _rc == 459
* sfpanel: bc92 is xtfrontier, pl81 has no mu, bc95 is the cross-section with a mean
clear
set obs 400
set seed 31
generate id = ceil(_n/4)
generate t = mod(_n - 1, 4) + 1
xtset id t
generate double x = rnormal()
generate double z = runiform()
generate double u = abs(rnormal()) if t == 1
replace u = u[_n-1] if t > 1
generate double y = 1 + .5*x + .2*rnormal() - u
xtfrontier y x, tvd nolog
scalar q_ll = e(ll)
predict double te1, te
sfpanel y x, model(bc92) nolog
assert abs(e(ll) - q_ll) < 1e-6
predict double te2, bc
assert abs(te1 - te2) < 1e-4
sfpanel y x, model(pl81) nolog
assert colsof(e(b)) == 4 & e(ll) <= q_ll + 1e-6
frontier y x, distribution(tnormal) cm(z) nolog
scalar q_ll = e(ll)
sfpanel y x, model(bc95) emean(z) nolog
assert abs(e(ll) - q_ll) < 1e-3
predict double te3, te
assert te3 > 0 & te3 < 1
sfpanel y x, model(bc95) emean(z, noconstant) usigma(z) vsigma(z) vce(cluster id) nolog
assert e(N_clust) == 100 & colsof(e(b)) == 7
capture sfpanel y x
assert _rc == 198
capture sfpanel y x, model(tfe)
assert _rc == 198
capture sfpanel y x, model(bc92) emean(z)
assert _rc == 198
