* xtserial and xttest3 against their formulas written out with other commands.
sysuse grunfeld, clear
xtset firm year
xtserial invest mvalue kstock
scalar F = r(F)
scalar corr = r(corr)
assert r(df_r) == 9 & r(df) == 1
regress D.invest D.mvalue D.kstock, noconstant vce(cluster firm)
predict double e if e(sample), residuals
regress e L.e, noconstant vce(cluster firm)
test L.e == -.5
assert abs(r(F)/F - 1) < 1e-9 & abs(_b[L.e] - corr) < 1e-12
capture xtserial invest mvalue if year < 1937
assert _rc == 2001

quietly xtreg invest mvalue kstock, fe
xttest3
scalar W = r(wald)
assert r(df) == 10 & r(p) < 1e-10
predict double u, e
generate double u2 = u^2
egen double s2 = mean(u2), by(firm)
egen double all = mean(u2)
egen double spread = total((u2 - s2)^2), by(firm)
generate double part = (s2 - all)^2/(spread/(20*19)) if year == 1935
quietly summarize part
assert abs(r(sum)/W - 1) < 1e-9
quietly regress invest mvalue
capture xttest3
assert _rc == 301
xtset, clear
capture xtserial invest mvalue
assert _rc == 459
