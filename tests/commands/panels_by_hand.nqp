* Variances of panels against matrix algebra written out in Python 3.11 with NumPy 1.24, on Grunfeld's ten firms.
sysuse grunfeld, clear
keep if firm <= 10
xtset firm year

*** Leverage, clusters, two-way clusters
regress invest mvalue kstock, vce(hc2)
assert reldif(_b[mvalue], .1155621564) < 1e-9 & reldif(_se[mvalue], .0069550258) < 1e-7
assert reldif(_se[kstock], .0531650538) < 1e-8 & reldif(_se[_cons], 12.6678743) < 1e-8
regress invest mvalue kstock, vce(hc3)
assert reldif(_se[mvalue], .00716266624) < 1e-8 & reldif(_se[kstock], .0585098662) < 1e-8
regress invest mvalue kstock, vce(cluster firm)
assert reldif(_se[mvalue], .0158943367) < 1e-8 & reldif(_se[_cons], 20.4252029) < 1e-8
reghdfe invest mvalue kstock, noabsorb vce(cluster firm year)
assert reldif(_se[mvalue], .016351754) < 1e-7 & reldif(_se[_cons], 19.5056077) < 1e-7

*** Generalised least squares
xtgls invest mvalue kstock, panels(heteroskedastic)
assert reldif(_b[mvalue], .111632809) < 1e-8 & reldif(_se[mvalue], .00498232274) < 1e-8
assert reldif(_b[_cons], -21.44348281) < 1e-8 & reldif(_se[_cons], 3.90121927) < 1e-8
xtgls invest mvalue kstock, panels(correlated)
assert reldif(_b[mvalue], .112751475) < 1e-8 & reldif(_se[mvalue], .0022363582) < 1e-8
assert reldif(_b[kstock], .2231175639) < 1e-8 & reldif(_se[_cons], 1.71756272) < 1e-8
xtgls invest mvalue kstock, panels(heteroskedastic) corr(ar1)
assert reldif(_b[kstock], .143420386) < 1e-8 & reldif(_se[kstock], .0298806034) < 1e-8
xtgls invest mvalue kstock, panels(correlated) corr(ar1)
assert reldif(_b[mvalue], .08480411516) < 1e-8 & reldif(_se[mvalue], .00621667294) < 1e-8

*** Panel-corrected standard errors
xtpcse invest mvalue kstock
assert reldif(_se[mvalue], .00721243767) < 1e-8 & reldif(_se[_cons], 6.78096485) < 1e-8
xtpcse invest mvalue kstock, hetonly
assert reldif(_se[mvalue], .00708634086) < 1e-8 & reldif(_se[kstock], .0297470258) < 1e-8
xtpcse invest mvalue kstock, correlation(ar1)
assert reldif(_b[mvalue], .09501571983) < 1e-8 & reldif(_se[mvalue], .0129933631) < 1e-8
assert reldif(_b[_cons], -39.12569748) < 1e-8 & reldif(_se[_cons], 30.5035487) < 1e-8

*** Driscoll and Kraay, Newey and West, Pesaran
xtscc invest mvalue kstock, lag(2) ase
assert reldif(_se[mvalue], .0115228094) < 1e-8 & reldif(_se[_cons], 12.2950685) < 1e-7
xtscc invest mvalue kstock, lag(2)
assert reldif(_se[mvalue], .0115228094*sqrt(20/19*199/197)) < 1e-8
quietly xtreg invest mvalue kstock, fe
xtcsd, pesaran abs
assert abs(r(pesaran) - 4.661192485) < 1e-8
keep if firm == 1
tsset year
newey invest mvalue kstock, lag(2)
assert reldif(_se[mvalue], .0303107127) < 1e-8 & reldif(_se[kstock], .0521490069) < 1e-8
assert reldif(_se[_cons], 118.107846) < 1e-8

*** Random and between effects, Hausman's test: R 4.2.2, plm 2.6-2
quietly xtreg invest mvalue kstock, fe
estimates store fe
xtreg invest mvalue kstock, be
assert reldif(_b[mvalue], .13464608697) < 1e-8 & reldif(_se[kstock], .19093779917) < 1e-7
xtreg invest mvalue kstock, re
assert reldif(_b[mvalue], .1097811522) < 1e-7 & reldif(_se[mvalue], .01049266355) < 1e-7
assert reldif(_b[_cons], -57.834414905) < 1e-7 & reldif(_se[_cons], 28.89893526) < 1e-7
estimates store re
hausman fe re
assert reldif(r(chi2), 2.33036689368) < 1e-6 & r(df) == 2
xttest0
assert reldif(r(lm), 798.161548369) < 1e-8

*** Dynamic panels: R 4.2.2, plm 2.6-2, pgmm, differences with all lags from the second
set type double
sysuse abdata, clear
xtset id year
generate ln = ln(emp)
generate lw = ln(wage)
generate lk = ln(cap)
xtabond2 ln L(1/2).ln L(0/1).lw L(0/1).lk, gmm(ln, lag(2 .)) iv(L(0/1).lw L(0/1).lk) noleveleq noconstant robust
assert e(N) == 611 & reldif(_b[L.ln], .8272804967) < 1e-6 & reldif(_se[L.ln], .14071897741) < 1e-6
assert reldif(_b[lw], -.5227082869) < 1e-6 & reldif(_se[lk], .05696369424) < 1e-6
xtabond2 ln L(1/2).ln L(0/1).lw L(0/1).lk, gmm(ln, lag(2 .)) iv(L(0/1).lw L(0/1).lk) noleveleq noconstant ///
  twostep robust
assert reldif(_b[L.ln], .8359632305) < 1e-6 & reldif(_se[L.ln], .1826232274) < 1e-5
assert reldif(_se[lw], .19043390069) < 1e-5 & reldif(e(hansen), 51.06821369) < 1e-6
xtabond2 ln L(1/2).ln L(0/1).lw L(0/1).lk, gmm(ln, lag(2 .)) iv(L(0/1).lw L(0/1).lk) noleveleq noconstant twostep
assert reldif(_se[L.ln], .07054860304) < 1e-5 & reldif(_se[L2.ln], .0297232485) < 1e-5

*** Maximum likelihood and population averages: R 4.2.2, lme4 1.1-31 (lmer, REML = FALSE), geepack (geeglm)
xtreg invest mvalue kstock, mle
assert abs(e(ll) + 1095.25696941) < 1e-6 & reldif(_b[mvalue], .1097626545) < 1e-6
assert reldif(_b[kstock], .3079419742) < 1e-6 & reldif(e(sigma_u), 80.29728727) < 1e-5
assert reldif(e(sigma_e), 52.49254728) < 1e-5
xtreg invest mvalue kstock, pa vce(robust)
assert reldif(_b[mvalue], .1097626545) < 1e-7 & reldif(_b[_cons], -57.7672049129) < 1e-7
assert reldif(_se[mvalue], .01292225581*sqrt(10/9)) < 1e-6 & reldif(_se[kstock], .05204747467*sqrt(10/9)) < 1e-6
