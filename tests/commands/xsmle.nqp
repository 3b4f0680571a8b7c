* Spatial panel models. Numbers: R 4.2.2, the full likelihood (dense determinants) maximised with optim and Newton's
* steps, standard errors from its numerical Hessian; sar and sem agree with spatialreg 1.2-6 lagsarlm and errorsarlm on
* within-transformed data with block-diagonal weights. Weights: a ring of the ten firms.
sysuse grunfeld
xtset firm year
generate left = mod(firm, 10) + 1
spwmat, name(W) id(firm) contiguity(left) standardize

xsmle invest mvalue kstock, wmat(W) model(sar) fe nolog vceeffects(dm)
assert e(N) == 200 & e(N_g) == 10 & e(T) == 20 & e(converged) == 1
assert reldif(_b[Main:mvalue], .109822096967) < 1e-9
assert reldif(_b[Main:kstock], .307420908526) < 1e-9
assert reldif(_b[Spatial:rho], .0196467328715) < 1e-8
assert reldif(_b[Variance:sigma2_e], 2614.23661265) < 1e-9
assert reldif(e(ll), -1070.67974989) < 1e-11
assert reldif(_se[Main:mvalue], .0115080912042) < 1e-7
assert reldif(_se[Spatial:rho], .0436377781434) < 1e-6
assert reldif(_se[Variance:sigma2_e], 261.423363449) < 1e-4
assert reldif(_b[LR_Direct:mvalue], .109843298446) < 1e-9
assert reldif(_b[LR_Indirect:mvalue], .00217968413488) < 1e-9
assert reldif(_b[LR_Total:kstock], .31358176571) < 1e-9
* the delta method by hand: total = b / (1 - rho)
matrix V = e(V)
scalar r = _b[Spatial:rho]
scalar b = _b[Main:mvalue]
scalar v = V[1,1]/(1-r)^2 + 2*V[1,3]*b/(1-r)^3 + V[3,3]*b^2/(1-r)^4
assert reldif(_se[LR_Total:mvalue]^2, v) < 1e-9
set seed 3
xsmle invest mvalue kstock, wmat(W) model(sar) fe nolog vceeffects(sim, nsim(4000))
assert reldif(_se[LR_Total:mvalue]^2, v) < .15
scalar s1 = _se[LR_Total:mvalue]
set seed 3
xsmle invest mvalue kstock, wmat(W) model(sar) fe nolog vceeffects(sim, nsim(4000))
assert _se[LR_Total:mvalue] == s1
xsmle, level(90)
assert r(level) == 90
test [Main]mvalue = [Main]kstock
estat ic
matrix S = r(S)
assert S[1,4] == 4

xsmle invest mvalue kstock, wmat(W) model(sdm) fe type(ind) noeffects
assert colsof(e(b)) == 6
assert reldif(_b[Wx:mvalue], -.0311206259315) < 1e-9
assert reldif(_se[Wx:kstock], .0274049387654) < 1e-5
assert reldif(e(ll), -1068.75483158) < 1e-11

xsmle invest mvalue kstock, wmat(W) model(sdm) fe type(both) vceeffects(none)
assert reldif(_b[Main:kstock], .403446137378) < 1e-9
assert reldif(_b[Wx:kstock], .209786703801) < 1e-9
assert reldif(_b[Spatial:rho], -.154709593186) < 1e-9
assert reldif(_se[Spatial:rho], .0689440902031) < 1e-5
assert reldif(e(ll), -1036.07844634) < 1e-11
assert reldif(_b[LR_Direct:kstock], .391837573518) < 1e-9
assert reldif(_b[LR_Indirect:mvalue], -.012479210652) < 1e-9
assert reldif(_b[LR_Total:kstock], .5310710544) < 1e-9

xsmle invest mvalue kstock, wmat(W) model(sdm) durbin(kstock) fe noeffects
assert colsof(e(b)) == 5 & _b[Wx:kstock] != 0

xsmle invest mvalue kstock, emat(W) model(sem) fe
assert reldif(_b[Main:mvalue], .111470984147) < 1e-9
assert reldif(_b[Spatial:lambda], .0432775784671) < 1e-9
assert reldif(_se[Spatial:lambda], .0708936829857) < 1e-5
assert reldif(e(ll), -1070.59477029) < 1e-11
xsmle invest mvalue kstock, emat(W) model(sem) fe type(both)
assert reldif(_b[Spatial:lambda], -.239000957067) < 1e-8
assert reldif(_b[Variance:sigma2_e], 2107.46446023) < 1e-9
assert reldif(_se[Main:kstock], .0249119980846) < 1e-5

xsmle invest mvalue kstock, wmat(W) emat(W) model(sac) fe noeffects
assert reldif(_b[Spatial:rho], .0116460228041) < 1e-9
assert reldif(_b[Spatial:lambda], .0366126256861) < 1e-9
assert reldif(_se[Spatial:lambda], .0757694692004) < 1e-4
assert reldif(e(ll), -1070.56324993) < 1e-11

* Lee and Yu's transformation
xsmle invest mvalue kstock, wmat(W) model(sdm) fe type(ind, leeyu) noeffects
assert reldif(_b[Variance:sigma2_e], 2695.85383587) < 1e-8
assert reldif(e(ll), -1020.18995297) < 1e-11
assert reldif(_se[Main:mvalue], .0122845960921) < 1e-7
xsmle invest mvalue kstock, wmat(W) model(sdm) fe type(both, leeyu) noeffects
assert reldif(_b[Spatial:rho], -.048251752231) < 1e-8
assert reldif(_b[Variance:sigma2_e], 2186.54860594) < 1e-8
assert reldif(e(ll), -901.146334503) < 1e-11

* random effects: the likelihood with the dense covariance matrix of all 200 errors
xsmle invest mvalue kstock, wmat(W) model(sar)
assert "`e(estimator)'" == "re"
assert reldif(_b[Main:mvalue], .109187279396) < 1e-9 & reldif(_b[Main:_cons], -60.3767530081) < 1e-6
assert reldif(_b[Spatial:rho], .029514352053) < 1e-9
assert reldif(_b[Variance:sigma2_e], 2752.19211536) < 1e-7 & reldif(e(sigma2_u), 6244.63074329) < 1e-5
assert reldif(_b[Variance:lgt_theta], -1.7596212982) < 1e-9
assert reldif(_se[Main:_cons], 27.5887748117) < 1e-3 & reldif(_se[Variance:lgt_theta], .270834407096) < 1e-3
assert reldif(_se[Spatial:rho], .0438565987216) < 1e-5
assert reldif(e(ll), -1095.03084489) < 1e-11
xsmle invest mvalue kstock, wmat(W) model(sdm) re vceeffects(dm)
assert reldif(_b[Wx:kstock], .0201371940469) < 1e-9 & reldif(e(ll), -1094.27638681) < 1e-11
assert reldif(_se[Wx:mvalue], .0168922336791) < 1e-5 & e(df_m) == 4
assert reldif(_b[LR_Total:mvalue], (_b[Main:mvalue] + _b[Wx:mvalue])/(1 - _b[Spatial:rho])) < 1e-12
xsmle invest mvalue kstock, wmat(W) model(sar) re robust noeffects
assert e(N_clust) == 10
* without correlation in space rho(0) is nearly xtreg, mle
xtreg invest mvalue kstock, mle
assert abs(_b[mvalue] - .1092) < .002

* robust is clusters of panels; other clusters; factor variables; a regressor that does not vary
xsmle invest mvalue kstock, wmat(W) model(sar) fe robust noeffects
assert e(N_clust) == 10
scalar s = _se[Main:mvalue]
xsmle invest mvalue kstock, wmat(W) model(sar) fe vce(cluster firm) noeffects
assert _se[Main:mvalue] == s
generate fixed = firm
generate late = year > 1945
xsmle invest mvalue i.late fixed, wmat(W) model(sar) fe noeffects
assert _b[Main:fixed] == 0 & _b[Main:1.late] != 0
assert colsof(e(b)) == 6

* what cannot be done
matrix b = e(b)
capture xsmle invest mvalue, emat(W) model(sem)
assert _rc == 198
capture xsmle invest mvalue, wmat(W) model(sar) re fe
assert _rc == 198
capture xsmle invest mvalue, wmat(W) model(sar) re type(both)
assert _rc == 198
capture xsmle invest mvalue, wmat(W) model(sar) fe dlag(1)
assert _rc == 198
capture xsmle invest mvalue, model(sar) fe
assert _rc == 198
capture xsmle invest mvalue, wmat(W) model(sem) fe
assert _rc == 198
capture xsmle invest mvalue, wmat(W) fe
assert _rc == 198
capture xsmle invest mvalue, wmat(Q) model(sar) fe
assert _rc == 111
capture xsmle invest mvalue if firm < 10, wmat(W) model(sar) fe
assert _rc == 503
capture xsmle invest mvalue in 2/l, wmat(W) model(sar) fe
assert _rc == 459
matrix W0 = W
forvalues j = 1/10 {
    matrix W0[3,`j'] = 0
}
capture xsmle invest mvalue, wmat(W0) model(sar) fe
assert _rc == 459
capture xsmle invest mvalue, wmat(W) model(sar) fe type(all)
assert _rc == 198
capture xsmle invest mvalue [aw=kstock], wmat(W) model(sar) fe
assert _rc == 101
assert mreldif(e(b), b) == 0
