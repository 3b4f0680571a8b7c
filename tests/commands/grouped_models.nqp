* clogit, xtlogit, xtprobit, xtpoisson: identities with models that have a dummy for every group, and with sums and
* integrals written out (those of single groups: tests/numeric/likelihood_test.cpp).
set type double
set seed 7
clear
set obs 60
generate id = ceil(_n/2)
generate x = mod(13*_n, 17)/5
generate z = mod(7*_n, 11)
generate u = runiform()
bysort id (u): generate y = _n == 1
replace y = 1 if mod(id, 3) == 0 & x > 2
sort id z x
clogit y x z, group(id)
scalar B0 = _b[x]
scalar S0 = _se[x]
scalar L0 = e(ll)
* pairs: the logit of the differences without a constant
preserve
by id: generate n = _N
by id: egen both = total(y)
keep if both == 1
by id: generate dx = x[2] - x[1]
by id: generate dz = z[2] - z[1]
by id: generate second = y[2]
by id: keep if _n == 1
logit second dx dz, noconstant
assert abs(_b[dx] - B0) < 1e-8 & abs(_se[dx] - S0) < 1e-8 & abs(e(ll) - L0) < 1e-9
quietly logit second dx dz, noconstant vce(robust)
scalar R0 = _se[dx]
restore
clogit y x z, group(id) vce(robust)
assert abs(_se[x] - R0) < 1e-8 & e(N_clust) == e(N_g)
* what does not vary within groups is omitted
generate flat = mod(id, 4)
clogit y x flat z, group(id)
assert _b[flat] == 0 & abs(_b[x] - B0) < 1e-8 & e(df_m) == 2
predict double p
by id: egen total = total(p)
assert abs(total - 1) < 1e-12
xtset id
xtlogit y x z, fe
assert abs(_b[x] - B0) < 1e-9 & abs(e(ll) - L0) < 1e-9 & "`e(model)'" == "fe"
* frequency weights of groups are copies of groups
generate two = 2
quietly clogit y x z [fweight = two], group(id)
assert abs(_se[x] - S0/sqrt(2)) < 1e-9
capture clogit y x [fweight = _n], group(id)
assert _rc == 407
capture clogit y x
assert _rc == 198
capture clogit flat x, group(id)
assert _rc == 2000
capture xtlogit y x, fe re
assert _rc == 198

* several positive outcomes in a group: the product over the ways to choose, here by permutation sums of three of four
clear
input id y x
1 1 .3
1 1 1.2
1 0 .7
1 1 2.1
2 0 .4
2 1 1.9
2 0 .2
end
clogit y x, group(id)
scalar B0 = _b[x]
local e1 exp(B0*.3)
local e2 exp(B0*1.2)
local e3 exp(B0*.7)
local e4 exp(B0*2.1)
scalar D0 = `e1'*`e2'*`e3' + `e1'*`e2'*`e4' + `e1'*`e3'*`e4' + `e2'*`e3'*`e4'
scalar LL0 = ln(`e1'*`e2'*`e4'/D0) + ln(exp(1.9*B0)/(exp(.4*B0) + exp(1.9*B0) + exp(.2*B0)))
assert abs(e(ll) - LL0) < 1e-9

* Poisson: fixed effects are dummies; robust is Wooldridge's, that of ppmlhdfe with clusters up to its factor
clear
set obs 200
generate id = ceil(_n/5)
generate t = mod(_n, 5)
generate x = mod(13*_n, 17)/10
generate y = rpoisson(exp(.5*x + mod(id, 4)/2))
xtset id t
xtpoisson y x i.t, fe
scalar B0 = _b[x]
scalar S0 = _se[x]
quietly poisson y x i.t i.id
assert abs(_b[x] - B0) < 1e-8 & abs(_se[x] - S0) < 1e-8
xtpoisson y x i.t, fe vce(robust)
scalar R0 = _se[x]
quietly ppmlhdfe y x i.t, absorb(id) vce(cluster id)
assert abs(_b[x] - B0) < 1e-6 & abs(_se[x]/R0 - 1) < 1e-4
* random effects: between the pooled model and the fixed effects; the likelihood is that of nbreg when T is 1
xtpoisson y x
assert e(chi2_c) > 0 & e(ll) > e(ll_c) & abs(e(alpha) - exp(_b[/lnalpha])) < 1e-12
preserve
keep if t == 1
quietly nbreg y x
scalar B0 = _b[x]
scalar L0 = e(ll)
scalar S0 = _se[x]
xtset id
xtpoisson y x
assert abs(_b[x] - B0) < 1e-4 & abs(e(ll) - L0) < 1e-6 & abs(_se[x]/S0 - 1) < 1e-3
restore
xtset id t
generate e = 1 + t
quietly xtpoisson y x, fe exposure(e)
generate lne = ln(e)
scalar B0 = _b[x]
quietly xtpoisson y x, fe offset(lne)
assert abs(_b[x] - B0) < 1e-10

* random-effects logit and probit: more points change little, the effects explain what the pooled model leaves
generate d = y > 2
xtlogit d x
scalar L0 = e(ll)
scalar B0 = _b[x]
scalar SU0 = e(sigma_u)
assert e(chi2_c) > 0 & abs(e(rho) - SU0^2/(SU0^2 + _pi^2/3)) < 1e-12 & e(N_g) == 40 & e(g_avg) == 5
quietly xtlogit d x, intpoints(40)
assert abs(e(ll) - L0) < 5e-4 & abs(_b[x] - B0) < 1e-4
xtprobit d x, vce(cluster id)
assert e(N_clust) == 40 & abs(e(rho) - e(sigma_u)^2/(1 + e(sigma_u)^2)) < 1e-12
predict double p0, pu0
assert abs(p0 - normal(_b[_cons] + _b[x]*x)) < 1e-12
capture xtpoisson d nosuch
assert _rc == 111
xtset, clear
capture xtlogit d x
assert _rc == 459
