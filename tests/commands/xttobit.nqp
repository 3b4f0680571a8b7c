* xttobit. R 4.2.2: the likelihood written out with 40 Gauss-Hermite nodes about each panel's mode, optim's maximum and
* the inverse of its numerical Hessian
webuse grunfeld, clear
xtset company year

*** Investment below 40 is not seen
xttobit invest mvalue kstock, ll(40) intpoints(30) nolog
assert e(N_lc) == 60 & e(N_unc) == 140 & e(N_g) == 10 & e(converged) == 1
assert reldif(_b[mvalue], .118675289977823) < 1e-4 & reldif(_b[kstock], .326879237331116) < 1e-4
assert reldif(_b[_cons], -100.66846840464) < 1e-3 & reldif(e(sigma_u), 85.5396713660253) < 1e-3
assert reldif(e(sigma_e), 59.1092629874144) < 1e-4 & abs(e(ll) + 800.928094940625) < 1e-5
assert reldif(_se[mvalue], .0117086952448715) < 1e-2 & reldif(_se[kstock], .0195411849161719) < 1e-2
assert reldif(_se[/sigma_e], 3.55679713428874) < 1e-2 & reldif(_se[/sigma_u], 20.6228176408002) < 2e-2
assert "`: colfullnames e(b)'" == "invest:mvalue invest:kstock invest:_cons /sigma_u /sigma_e"
quietly tobit invest mvalue kstock, ll(40)
scalar L = e(ll)
quietly xttobit invest mvalue kstock, ll(40) intpoints(30)
assert reldif(e(ll_c), L) < 1e-9 & reldif(e(chi2_c), 2*(e(ll) - L)) < 1e-9
predict double xb
assert abs(xb - (_b[_cons] + _b[mvalue]*mvalue + _b[kstock]*kstock)) < 1e-8
test mvalue kstock
assert reldif(r(chi2), e(chi2)) < 1e-8

*** Nothing censored: the maximum of xtreg, mle
quietly xtreg invest mvalue kstock, mle
scalar L = e(ll)
scalar B = _b[mvalue]
scalar S = _se[mvalue]
scalar U = e(sigma_u)
xttobit invest mvalue kstock, ll(-1000) intpoints(30)
assert abs(e(ll) - L) < 1e-6 & reldif(_b[mvalue], B) < 1e-6 & reldif(_se[mvalue], S) < 1e-5
assert reldif(e(sigma_u), U) < 1e-5

*** The order of the rows does not matter; bad input
quietly xttobit invest mvalue kstock, ll(40)
scalar L = e(ll)
gsort year -company
quietly xttobit invest mvalue kstock, ll(40)
assert reldif(e(ll), L) < 1e-10
capture xttobit invest mvalue, ll(1e6)
assert _rc == 2000
capture xttobit invest mvalue, ll(100) ul(50)
assert _rc == 198
capture xttobit invest mvalue, ll(40) fe
assert _rc == 198
constraint 1 mvalue = 1
capture xttobit invest mvalue kstock, ll(40) constraints(1)
assert _rc == 198
capture xtprobit invest mvalue, constraints(1)
assert _rc == 198
xtset, clear
capture xttobit invest mvalue, ll(40)
assert _rc == 459
