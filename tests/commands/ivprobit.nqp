* ivprobit, exactly identified: the likelihood falls apart into the first stage and a probit of y on x, w and z, from
* whose coefficients the structural ones follow.
set type double
sysuse mroz
quietly regress nwifeinc huseduc educ
scalar L1 = e(ll)
scalar PI = _b[huseduc]
scalar SIGMA = sqrt(e(rss)/e(N))
quietly probit inlf educ nwifeinc huseduc
scalar L2 = e(ll)
scalar THETA = -_b[huseduc]/PI
scalar RHO = THETA*SIGMA/sqrt(1 + (THETA*SIGMA)^2)
scalar BETA = sqrt(1 - RHO^2)*(_b[nwifeinc] - THETA)
ivprobit inlf educ (nwifeinc = huseduc)
assert abs(e(ll) - (L1 + L2)) < 1e-6 & abs(e(rho) - RHO) < 1e-6 & abs(e(sigma) - SIGMA) < 1e-6
assert abs(_b[inlf:nwifeinc] - BETA) < 1e-7 & abs(_b[nwifeinc:huseduc] - PI) < 1e-7
assert abs(e(chi2_exog) - (_b[/athrho]/_se[/athrho])^2) < 1e-9 & e(converged) == 1 & e(df_m) == 2
predict double xb
predict double p, pr
assert abs(p - normal(xb)) < 1e-12
test [inlf]nwifeinc [inlf]educ
assert abs(r(chi2) - e(chi2)) < 1e-8
* overidentified, robust
ivprobit inlf educ (nwifeinc = huseduc husage), vce(robust)
assert "`e(vcetype)'" == "Robust" & "`e(insts)'" == "educ huseduc husage"
capture ivprobit inlf educ (nwifeinc = educ)
assert _rc == 481
capture ivprobit inlf (nwifeinc educ = huseduc husage)
assert _rc == 198
capture ivprobit inlf educ
assert _rc == 198
generate one = 1
capture ivprobit one educ (nwifeinc = huseduc)
assert _rc == 2000

* ivtobit, exactly identified: first stage and a tobit on x, w and z; the structural coefficients from theirs
replace one = .
quietly tobit hours educ nwifeinc huseduc, ll(0)
scalar L3 = e(ll)
scalar ALPHA = -_b[huseduc]/PI
scalar BETA = _b[nwifeinc] - ALPHA
scalar LNS = ln(e(sigma))
ivtobit hours educ (nwifeinc = huseduc), ll(0)
assert abs(e(ll) - (L1 + L3)) < 1e-5 & abs(_b[hours:nwifeinc]/BETA - 1) < 1e-6 & abs(_b[/alpha]/ALPHA - 1) < 1e-6
assert abs(_b[/lns] - LNS) < 1e-7 & abs(exp(_b[/lnv]) - SIGMA) < 1e-6 & e(N_lc) == 325 & e(N_unc) == 428
assert abs(e(chi2_exog) - (_b[/alpha]/_se[/alpha])^2) < 1e-9
capture ivtobit hours educ (nwifeinc = huseduc)
assert _rc == 198


*** Two steps, one instrument too many: matrix algebra of Newey (1987) in Python 3.11 (numpy, statsmodels 0.14)
sysuse mroz, clear
set type double
ivprobit inlf educ (nwifeinc = huseduc husage), twostep
assert abs(_b[nwifeinc] + .04385634) < 1e-7 & abs(_b[educ] - .17347859) < 1e-7 & abs(_b[_cons] + 1.06603971) < 1e-6
assert abs(_se[nwifeinc] - .01526236) < 1e-7 & abs(_se[educ] - .03085127) < 1e-7 & abs(_se[_cons] - .27258366) < 1e-6
assert abs(e(chi2_exog) - 2.4737390481343535) < 1e-6 & "`e(method)'" == "twostep"
predict double p
summarize p
assert r(N) == 753
capture ivprobit inlf educ (nwifeinc = huseduc), twostep vce(robust)
assert _rc == 198
capture ivprobit inlf educ (nwifeinc = huseduc) [fweight=kidsge6+1], twostep
assert _rc == 101
