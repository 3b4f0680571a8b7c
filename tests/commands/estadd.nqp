* estadd: what is computed from the model is what the commands of that name say; means and deviations those of summarize
sysuse auto
quietly regress price mpg weight i.foreign
eststo A
estadd summ
quietly summarize mpg
assert abs(el(e(mean),1,1) - r(mean)) < 1e-10 & abs(el(e(sd),1,1) - r(sd)) < 1e-10
assert el(e(min),1,1) == 12 & el(e(max),1,1) == 41
estadd beta
quietly summarize price
scalar sy = r(sd)
quietly summarize weight
assert reldif(el(e(beta),1,2), _b[weight]*r(sd)/sy) < 1e-10
estadd vif
quietly regress weight mpg i.foreign
scalar V = 1/(1 - e(r2))
estimates restore A
assert reldif(el(e(vif),1,2), V) < 1e-9 & missing(el(e(vif),1,5))
estadd expb
assert reldif(el(e(expb),1,1), exp(_b[mpg])) < 1e-12
estadd ebsd
quietly summarize mpg
assert reldif(el(e(ebsd),1,1), exp(_b[mpg]*r(sd))) < 1e-10
capture estadd beta
assert _rc == 110
estadd beta, replace
estadd matrix own = (1, 2 \ 3, 4)
assert el(e(own),2,1) == 3
capture matrix list __estadd
assert _rc == 111
* the stored copy has them too, and the table shows them
esttab A, cells("b beta vif") drop(1.foreign)
assert r(ncols) == 3
quietly logit foreign mpg
estimates store L
quietly logit foreign
estimates store E
estimates restore L
estadd coxsnell
estadd nagelkerke
assert reldif(e(coxsnell), 1 - exp(2*(e(ll_0) - e(ll))/74)) < 1e-12
assert reldif(e(nagelkerke), e(coxsnell)/(1 - exp(2*e(ll_0)/74))) < 1e-12
estadd lrtest E
assert reldif(e(lrtest_chi2), e(chi2)) < 1e-8 & e(lrtest_df) == 1
estadd margins, dydx(mpg)
quietly margins, dydx(mpg)
assert el(e(margins_b),1,1) == el(r(b),1,1) & reldif(el(e(margins_se),1,1)^2, el(r(V),1,1)) < 1e-10
* other models by name; nothing is added when something fails
estadd scalar five = 5 : A L
estimates restore A
assert e(five) == 5
capture estadd margins, dydx(nothere)
assert _rc != 0 & e(cmd) == "regress"
capture estadd nonsense
assert _rc == 198
