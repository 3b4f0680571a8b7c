* Balanced panel: FE/BE/RE, areg, reghdfe, Hausman, xttest0
* Source: own matrix algebra (formulas verified against real Stata output on nlswork and the simulated panel), checked
* against R 4.2.2, fixest 0.14.2, plm 2.6.2
set type double
set linesize 255
import delimited "$TESTS/numeric/data/grunfeld.csv", clear
xtset firm year
keep if !missing(inv, value, capital)

xtreg inv value capital, fe
assert abs(_b[value] - 0.110123804120719) <= 1.1e-09
assert abs(_b[capital] - 0.310065341300139) <= 3.1e-09
assert abs(_b[_cons] + 58.7439393969251) <= 5.87e-07
assert abs(_se[value] - 0.0118566942140438) <= 1.19e-10
assert abs(_se[capital] - 0.0173545027755526) <= 1.74e-10
assert abs(_se[_cons] - 12.4536917974284) <= 1.25e-07
assert abs(_b[value]/_se[value] - 9.28790117487223) <= 9.29e-08
assert abs(_b[capital]/_se[capital] - 17.8665643902475) <= 1.79e-07
assert abs(_b[_cons]/_se[_cons] + 4.71698997794816) <= 4.72e-08
assert abs(2*ttail(e(df_r),abs(_b[value]/_se[value])) - 3.9211084316378e-17) <= 3e-23
assert abs(2*ttail(e(df_r),abs(_b[capital]/_se[capital])) - 2.22000669284163e-42) <= 4.28e-48
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 4.65688483021452e-06) <= 1.19e-12
assert abs(e(df_r) - 188) <= 1.88e-06
assert abs(e(F) - 309.014175168281) <= 3.09e-06
assert abs(e(df_b) - 2) <= 2e-08
assert abs(Ftail(e(df_b),e(df_r),e(F)) - 3.74893568133548e-60) <= 1.03e-65
assert abs(e(N) - 200) <= 2e-06
assert abs(e(N_g) - 10) <= 1e-07
assert abs(e(g_min) - 20) <= 2e-07
assert abs(e(g_avg) - 20) <= 2e-07
assert abs(e(g_max) - 20) <= 2e-07
assert abs(e(sigma_u) - 85.7325016741308) <= 8.57e-07
assert abs(e(sigma_e) - 52.7679659526301) <= 5.28e-07
assert abs(e(rho) - 0.725250114418473) <= 7.25e-09
assert abs(e(r2_w) - 0.766757583748141) <= 7.67e-09
assert abs(e(r2_b) - 0.81943017803187) <= 8.19e-09
assert abs(e(r2_o) - 0.805978211803076) <= 8.06e-09
assert abs(e(corr) + 0.151724689051507) <= 1.52e-09
assert abs(e(F_f) - 49.1766254994185) <= 4.92e-07
assert abs(e(df_a) - 9) <= 9e-08
assert abs(e(df_r) - 188) <= 1.88e-06
assert abs(Ftail(e(df_a),e(df_r),e(F_f)) - 8.70014669955402e-45) <= 1.77e-50
assert abs(e(rss) - 523478.147386252) <= 0.00523
assert abs(e(N) - 200) <= 2e-06
assert abs(e(N_g) - 10) <= 1e-07
estimates store fe
scalar q_fe1 = _b[value]
scalar q_fe2 = _b[capital]

xtreg inv value capital, fe vce(robust)
assert abs(_b[value] - 0.110123804120719) <= 1.1e-09
assert abs(_b[capital] - 0.310065341300139) <= 3.1e-09
assert abs(_b[_cons] + 58.7439393969251) <= 5.87e-07
assert abs(_se[value] - 0.0151944939427174) <= 1.52e-10
assert abs(_se[capital] - 0.052751771758776) <= 5.28e-10
assert abs(_se[_cons] - 27.6028647872288) <= 2.76e-07
assert abs(_b[value]/_se[value] - 7.24761249278065) <= 7.25e-08
assert abs(_b[capital]/_se[capital] - 5.87781852556555) <= 5.88e-08
assert abs(_b[_cons]/_se[_cons] + 2.12818270312669) <= 2.13e-08
assert abs(2*ttail(e(df_r),abs(_b[value]/_se[value])) - 4.82866548285062e-05) <= 1.01e-11
assert abs(2*ttail(e(df_r),abs(_b[capital]/_se[capital])) - 0.000235464985738273) <= 4.17e-11
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 0.0622049542005093) <= 4.08e-09
assert abs(e(df_r) - 9) <= 9e-08
assert abs(e(F) - 28.3095818886172) <= 2.83e-07
assert abs(e(df_b) - 2) <= 2e-08
assert abs(Ftail(e(df_b),e(df_r),e(F)) - 0.000131054874892991) <= 2.47e-11
assert abs(e(N_clust) - 10) <= 1e-07

* areg counts the absorbed effects
areg inv value capital, absorb(firm)
assert abs(_b[value] - 0.110123804120719) <= 1.1e-09
assert abs(_b[capital] - 0.310065341300139) <= 3.1e-09
assert abs(_b[_cons] + 58.7439393969251) <= 5.87e-07
assert abs(_se[value] - 0.0118566942140438) <= 1.19e-10
assert abs(_se[capital] - 0.0173545027755526) <= 1.74e-10
assert abs(_se[_cons] - 12.4536917974284) <= 1.25e-07
assert abs(e(df_r) - 188) <= 1.88e-06
assert abs(e(r2) - 0.944072512467661) <= 9.44e-09
assert abs(e(r2_a) - 0.940800159473747) <= 9.41e-09
assert abs(e(rmse) - 52.7679659526301) <= 5.28e-07
assert abs(e(F_absorb) - 49.1766254994185) <= 4.92e-07
areg inv value capital, absorb(firm) vce(robust)
assert abs(_se[value] - 0.0193780332907791) <= 1.94e-10
assert abs(_se[capital] - 0.0427950056185063) <= 4.28e-10
assert abs(_se[_cons] - 23.3742194376713) <= 2.34e-07
assert abs(e(F) - 40.2275600851806) <= 4.02e-07
assert abs(e(df_r) - 188) <= 1.88e-06
areg inv value capital, absorb(firm) vce(cluster firm)
assert abs(_se[value] - 0.0155539403396028) <= 1.56e-10
assert abs(_se[capital] - 0.0539996865863112) <= 5.4e-10
assert abs(_se[_cons] - 28.255848053989) <= 2.83e-07
assert abs(e(F) - 27.0162507363453) <= 2.7e-07
assert abs(e(df_r) - 9) <= 9e-08

* reghdfe drops singletons; nested panel effects are not counted with clustering
reghdfe inv value capital, absorb(firm)
assert abs(e(N) - 200) <= 2e-06
assert abs(e(num_singletons) - 0) <= 1e-12
assert abs(e(r2) - 0.944072512467661) <= 9.44e-09
assert abs(e(r2_within) - 0.766757583748141) <= 7.67e-09
assert abs(_b[value] - 0.110123804120719) <= 1.1e-09
assert abs(_b[capital] - 0.310065341300139) <= 3.1e-09
assert abs(_b[_cons] + 58.7439393969251) <= 5.87e-07
assert abs(_se[value] - 0.0118566942140438) <= 1.19e-10
assert abs(_se[capital] - 0.0173545027755526) <= 1.74e-10
assert abs(_se[_cons] - 12.4536917974284) <= 1.25e-07
assert abs(e(df_r) - 188) <= 1.88e-06
reghdfe inv value capital, absorb(firm) vce(cluster firm)
assert abs(_b[value] - 0.110123804120719) <= 1.1e-09
assert abs(_b[capital] - 0.310065341300139) <= 3.1e-09
assert abs(_b[_cons] + 58.7439393969251) <= 5.87e-07
assert abs(_se[value] - 0.0151944939427174) <= 1.52e-10
assert abs(_se[capital] - 0.052751771758776) <= 5.28e-10
assert abs(_se[_cons] - 27.6028647872288) <= 2.76e-07
assert abs(e(df_r) - 9) <= 9e-08
assert abs(e(F) - 28.3095818886172) <= 2.83e-07

xtreg inv value capital, be
assert abs(_b[value] - 0.134646086971912) <= 1.35e-09
assert abs(_b[capital] - 0.0320314743314096) <= 3.2e-10
assert abs(_b[_cons] + 8.52711372172686) <= 8.53e-08
assert abs(_se[value] - 0.0287454591404871) <= 2.87e-10
assert abs(_se[capital] - 0.190937799167522) <= 1.91e-09
assert abs(_se[_cons] - 47.515307735823) <= 4.75e-07
assert abs(_b[value]/_se[value] - 4.68408197322084) <= 4.68e-08
assert abs(_b[capital]/_se[capital] - 0.167758686185056) <= 1.68e-09
assert abs(_b[_cons]/_se[_cons] + 0.179460349265465) <= 1.79e-09
assert abs(2*ttail(e(df_r),abs(_b[value]/_se[value])) - 0.00225004146115067) <= 2.97e-10
assert abs(2*ttail(e(df_r),abs(_b[capital]/_se[capital])) - 0.871516959597257) <= 1.11e-08
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 0.862660458684589) <= 1.12e-08
assert abs(e(df_r) - 7) <= 7e-08
assert abs(e(F) - 21.1077223847391) <= 2.11e-07
assert abs(e(df_m) - 2) <= 2e-08
assert abs(Ftail(e(df_m),e(df_r),e(F)) - 0.00108514604060736) <= 1.59e-10
assert abs(e(N) - 200) <= 2e-06
assert abs(e(N_g) - 10) <= 1e-07
assert abs(e(r2_b) - 0.857768226360901) <= 8.58e-09
assert abs(e(r2_w) - 0.477813473788666) <= 4.78e-09
assert abs(e(r2_o) - 0.755059201844885) <= 7.55e-09
assert abs(e(rmse) - 85.0236614763617) <= 8.5e-07

xtreg inv value capital, re theta
assert abs(_b[value] - 0.109781152232484) <= 1.1e-09
assert abs(_b[capital] - 0.308112982830713) <= 3.08e-09
assert abs(_b[_cons] + 57.8344149050328) <= 5.78e-07
assert abs(_se[value] - 0.0104926635495465) <= 1.05e-10
assert abs(_se[capital] - 0.0171804690896399) <= 1.72e-10
assert abs(_se[_cons] - 28.8989352602898) <= 2.89e-07
assert abs(_b[value]/_se[value] - 10.4626581910395) <= 1.05e-07
assert abs(_b[capital]/_se[capital] - 17.9339097915848) <= 1.79e-07
assert abs(_b[_cons]/_se[_cons] + 2.00126455816189) <= 2e-08
assert abs(2*normal(-abs(_b[value]/_se[value])) - 1.28207497963048e-25) <= 1.48e-31
assert abs(2*normal(-abs(_b[capital]/_se[capital])) - 6.41087911839298e-72) <= 2.11e-77
assert abs(2*normal(-abs(_b[_cons]/_se[_cons])) - 0.0453638870271604) <= 3.26e-09
assert abs(e(chi2) - 657.673869825667) <= 6.58e-06
assert abs(e(df_m) - 2) <= 2e-08
assert abs(e(sigma_u) - 84.2009507031129) <= 8.42e-07
assert abs(e(sigma_e) - 52.7679659526301) <= 5.28e-07
assert abs(e(rho) - 0.718008367039179) <= 7.18e-09
assert abs(e(Tbar) - 20) <= 2e-07
assert abs(e(r2_w) - 0.766756923224404) <= 7.67e-09
assert abs(e(r2_b) - 0.819632573312026) <= 8.2e-09
assert abs(e(r2_o) - 0.806104227765906) <= 8.06e-09
assert abs(e(theta) - 0.861223620747879) <= 8.61e-09
assert abs(e(theta) - 0.861223620747879) <= 8.61e-09
assert abs(e(theta) - 0.861223620747879) <= 8.61e-09
assert abs(e(theta) - 0.861223620747879) <= 8.61e-09
assert abs(e(theta) - 0.861223620747879) <= 8.61e-09
estimates store re
assert abs(q_fe1-_b[value] - 0.000342651888234749) <= 3.43e-12
assert abs(q_fe1-_b[value] - 0.000342651888234749) <= 3.43e-12
assert abs(q_fe1-_b[value] - 0.000342651888234749) <= 3.43e-12
assert abs(q_fe2-_b[capital] - 0.00195235846942615) <= 1.95e-11
assert abs(q_fe2-_b[capital] - 0.00195235846942615) <= 1.95e-11
assert abs(q_fe2-_b[capital] - 0.00195235846942615) <= 1.95e-11
xttest0
assert abs(r(lm) - 798.161548369069) <= 7.98e-06
assert abs(r(p) - 6.77242459540792e-176) <= 5.47e-181
hausman fe re
assert abs(r(chi2) - 2.33036689367527) <= 2.33e-08
assert abs(r(df) - 2) <= 2e-08
assert abs(r(p) - 0.311865446054916) <= 1.04e-08
hausman fe re, sigmamore
assert abs(r(chi2) - 2.12994590584405) <= 2.13e-08
assert abs(r(df) - 2) <= 2e-08
assert abs(r(p) - 0.344737178774481) <= 1.08e-08
hausman fe re, sigmaless
assert abs(r(chi2) - 2.13136622540733) <= 2.13e-08
assert abs(r(df) - 2) <= 2e-08
assert abs(r(p) - 0.344492447204424) <= 1.08e-08

xtreg inv value capital, re vce(robust)
assert abs(_se[value] - 0.0137556568467531) <= 1.38e-10
assert abs(_se[capital] - 0.0549727774623946) <= 5.5e-10
assert abs(_se[_cons] - 24.843231878737) <= 2.48e-07
assert abs(e(chi2) - 70.1266794375022) <= 7.01e-07

xtreg inv value capital, re sa
assert abs(_b[value] - 0.109781152232484) <= 1.1e-09
assert abs(_b[capital] - 0.308112982830713) <= 3.08e-09
assert abs(_b[_cons] + 57.8344149050328) <= 5.78e-07
assert abs(_se[value] - 0.0104926635495465) <= 1.05e-10
assert abs(_se[capital] - 0.0171804690896399) <= 1.72e-10
assert abs(_se[_cons] - 28.8989352602898) <= 2.89e-07
assert abs(e(sigma_u) - 84.200950703113) <= 8.42e-07
assert abs(e(rho) - 0.718008367039179) <= 7.18e-09
assert abs(e(sigma_u)^2 - 7089.80009930805) <= 7.09e-05
assert abs(e(sigma_e)^2 - 2784.45823077794) <= 2.78e-05
