* prais: R 4.2.2, the iterations written out with solve(); gretl 2022c (ar1 --pwe and --no-corc) prints the same
* coefficients, standard errors, rho and Durbin-Watson statistics to its six digits.
sysuse grunfeld
keep if firm == 1
tsset year

*** Prais-Winsten, Cochrane-Orcutt, two steps and other estimates of rho
prais invest mvalue kstock, tolerance(1e-12)
assert reldif(_b[mvalue], 0.0853673948171) < 1e-8 & reldif(_b[kstock], 0.4230324332026) < 1e-8
assert reldif(_b[_cons], -18.8865019176494) < 1e-7 & reldif(_se[mvalue], 0.0184744260255) < 1e-8
assert reldif(_se[_cons], 96.1380258455472) < 1e-8 & reldif(e(rho), 0.6863411477291) < 1e-9
assert reldif(e(dw), 1.5922841933624) < 1e-8 & reldif(e(r2), 0.8206478948496) < 1e-8
assert e(N) == 20 & e(df_r) == 17 & e(df_m) == 2 & e(tranmeth) == "prais"
scalar S0 = e(rss)
prais invest mvalue kstock
assert abs(e(rho) - 0.6863411477291) < 1e-5 & e(converged) == 1
prais invest mvalue kstock, corc tolerance(1e-12)
assert reldif(_b[mvalue], 0.0893574912023) < 1e-8 & reldif(_se[kstock], 0.0608407666077) < 1e-8
assert reldif(e(rho), 0.6732656099632) < 1e-9 & e(N) == 19 & reldif(e(dw), 1.5720234219712) < 1e-8
count if e(sample)
assert r(N) == 19
prais invest mvalue kstock, twostep rhotype(dw)
assert reldif(e(rho), 0.5312730567554) < 1e-10 & reldif(_b[kstock], 0.4117662385656) < 1e-9
assert reldif(_se[_cons], 91.1190964697322) < 1e-9 & e(method) == "twostep"
prais invest mvalue kstock, rhotype(tscorr) tolerance(1e-12)
assert reldif(e(rho), 0.6459747604871) < 1e-9 & reldif(_se[mvalue], 0.0188167935370) < 1e-8
* theil and nagar by their definitions from the same first residuals
quietly regress invest mvalue kstock
predict double r, residuals
generate double p = r*r[_n-1]
generate double q = (r - r[_n-1])^2
generate double rr = r^2
quietly summarize p
scalar P = r(sum)
quietly summarize q
scalar Q = r(sum)
quietly summarize rr
scalar RR = r(sum)
prais invest mvalue kstock, twostep rhotype(theil)
assert reldif(e(rho), P/RR*17/20) < 1e-12 & reldif(e(dw_0), Q/RR) < 1e-12
prais invest mvalue kstock, twostep rhotype(nagar)
assert reldif(e(rho), ((1 - Q/RR/2)*400 + 9)/(400 - 9)) < 1e-12

*** The order of the rows does not matter, predictions use the untransformed index
prais invest mvalue kstock
scalar B = _b[mvalue]
scalar S = _se[mvalue]
gsort -year
prais invest mvalue kstock, vce(ols)
assert _b[mvalue] == B | reldif(_b[mvalue], B) < 1e-12
assert reldif(_se[mvalue], S) < 1e-12
predict double xb
assert abs(xb - (_b[_cons] + _b[mvalue]*mvalue + _b[kstock]*kstock)) < 1e-9
prais invest mvalue kstock, vce(robust)
assert "`e(vcetype)'" == "Robust" & _se[mvalue] != S & reldif(_b[mvalue], B) < 1e-12
test mvalue kstock
assert reldif(r(F), e(F)) < 1e-9

*** Bad input
capture prais invest mvalue, rhotype(nosuch)
assert _rc == 198
capture prais invest mvalue if year > 2000
assert _rc == 2000
capture prais invest mvalue kstock in 1/4
assert _rc == 2001
capture prais invest mvalue kstock, iterate(1)
assert _rc == 430 & e(converged) == 0
tsset, clear
capture prais invest mvalue
assert inlist(_rc, 111, 459)
