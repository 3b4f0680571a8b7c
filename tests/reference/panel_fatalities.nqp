* US traffic deaths: frate = fatal/pop*10000; string panel id (state)
* Source: own matrix algebra (formulas verified against real Stata output on nlswork and the simulated panel), checked
* against R 4.2.2, fixest 0.14.2, plm 2.6.2
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
set linesize 255
import delimited "`data'/fatalities.csv", clear
generate double frate = fatal/pop*10000
encode state, generate(st)
xtset st year
keep if !missing(frate, beertax, unemp, drinkage)

xtreg frate beertax unemp drinkage, fe
assert abs(_b[beertax] + 0.431888044506376) <= 4.32e-09
assert abs(_b[unemp] + 0.0344715122220948) <= 3.45e-10
assert abs(_b[drinkage] + 0.0270087924444223) <= 2.7e-10
assert abs(_b[_cons] - 3.06784739976157) <= 3.07e-08
assert abs(_se[beertax] - 0.188550003952725) <= 1.89e-09
assert abs(_se[unemp] - 0.0070901692413131) <= 7.09e-11
assert abs(_se[drinkage] - 0.0188737232828487) <= 1.89e-10
assert abs(_se[_cons] - 0.42659887415345) <= 4.27e-09
assert abs(_b[beertax]/_se[beertax] + 2.29057563220557) <= 2.29e-08
assert abs(_b[unemp]/_se[unemp] + 4.86187438534411) <= 4.86e-08
assert abs(_b[drinkage]/_se[drinkage] + 1.4310261965622) <= 1.43e-08
assert abs(_b[_cons]/_se[_cons] - 7.1914099769941) <= 7.19e-08
assert abs(2*ttail(e(df_r),abs(_b[beertax]/_se[beertax])) - 0.0227181704559922) <= 1.95e-09
assert abs(2*ttail(e(df_r),abs(_b[unemp]/_se[unemp])) - 1.92441319261053e-06) <= 5.26e-13
assert abs(2*ttail(e(df_r),abs(_b[drinkage]/_se[drinkage])) - 0.153518279762858) <= 7.29e-09
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 5.66523782575101e-12) <= 2.99e-18
assert abs(e(df_r) - 285) <= 2.85e-06
assert abs(e(F) - 12.4752859623087) <= 1.25e-07
assert abs(e(df_b) - 3) <= 3e-08
assert abs(Ftail(e(df_b),e(df_r),e(F)) - 1.09171278479964e-07) <= 3.61e-14
assert abs(e(N) - 336) <= 3.36e-06
assert abs(e(N_g) - 48) <= 4.8e-07
assert abs(e(g_min) - 7) <= 7e-08
assert abs(e(g_avg) - 7) <= 7e-08
assert abs(e(g_max) - 7) <= 7e-08
assert abs(e(sigma_u) - 0.66528099996297) <= 6.65e-09
assert abs(e(sigma_e) - 0.182890460038601) <= 1.83e-09
assert abs(e(rho) - 0.92973620434367) <= 9.3e-09
assert abs(e(r2_w) - 0.116075857352766) <= 1.16e-09
assert abs(e(r2_b) - 0.160170459150565) <= 1.6e-09
assert abs(e(r2_o) - 0.113410617251302) <= 1.13e-09
assert abs(e(corr) + 0.634291242563233) <= 6.34e-09
assert abs(e(F_f) - 54.937247727911) <= 5.49e-07
assert abs(e(df_a) - 47) <= 4.7e-07
assert abs(e(df_r) - 285) <= 2.85e-06
assert abs(Ftail(e(df_a),e(df_r),e(F_f)) - 4.09709295490345e-117) <= 2.2e-122
assert abs(e(rss) - 9.53294230634241) <= 9.53e-08
assert abs(e(N) - 336) <= 3.36e-06
assert abs(e(N_g) - 48) <= 4.8e-07
estimates store fe
scalar q_fe1 = _b[beertax]
scalar q_fe2 = _b[unemp]
scalar q_fe3 = _b[drinkage]

xtreg frate beertax unemp drinkage, fe vce(robust)
assert abs(_b[beertax] + 0.431888044506376) <= 4.32e-09
assert abs(_b[unemp] + 0.0344715122220948) <= 3.45e-10
assert abs(_b[drinkage] + 0.0270087924444223) <= 2.7e-10
assert abs(_b[_cons] - 3.06784739976157) <= 3.07e-08
assert abs(_se[beertax] - 0.265451548073522) <= 2.65e-09
assert abs(_se[unemp] - 0.00802490068109872) <= 8.02e-11
assert abs(_se[drinkage] - 0.0250058503829404) <= 2.5e-10
assert abs(_se[_cons] - 0.586780108735911) <= 5.87e-09
assert abs(_b[beertax]/_se[beertax] + 1.62699388133444) <= 1.63e-08
assert abs(_b[unemp]/_se[unemp] + 4.29556870445594) <= 4.3e-08
assert abs(_b[drinkage]/_se[drinkage] + 1.08009893808084) <= 1.08e-08
assert abs(_b[_cons]/_se[_cons] - 5.22827436391901) <= 5.23e-08
assert abs(2*ttail(e(df_r),abs(_b[beertax]/_se[beertax])) - 0.110425134961854) <= 5.97e-09
assert abs(2*ttail(e(df_r),abs(_b[unemp]/_se[unemp])) - 8.67690601106476e-05) <= 1.71e-11
assert abs(2*ttail(e(df_r),abs(_b[drinkage]/_se[drinkage])) - 0.285609644719906) <= 1e-08
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 3.87224773755819e-06) <= 1e-12
assert abs(e(df_r) - 47) <= 4.7e-07
assert abs(e(F) - 10.9176021804135) <= 1.09e-07
assert abs(e(df_b) - 3) <= 3e-08
assert abs(Ftail(e(df_b),e(df_r),e(F)) - 1.46911621205527e-05) <= 3.42e-12
assert abs(e(N_clust) - 48) <= 4.8e-07

* areg counts the absorbed effects
areg frate beertax unemp drinkage, absorb(st)
assert abs(_b[beertax] + 0.431888044506376) <= 4.32e-09
assert abs(_b[unemp] + 0.0344715122220948) <= 3.45e-10
assert abs(_b[drinkage] + 0.0270087924444223) <= 2.7e-10
assert abs(_b[_cons] - 3.06784739976157) <= 3.07e-08
assert abs(_se[beertax] - 0.188550003952725) <= 1.89e-09
assert abs(_se[unemp] - 0.0070901692413131) <= 7.09e-11
assert abs(_se[drinkage] - 0.0188737232828487) <= 1.89e-10
assert abs(_se[_cons] - 0.42659887415345) <= 4.27e-09
assert abs(e(df_r) - 285) <= 2.85e-06
assert abs(e(r2) - 0.912473970904252) <= 9.12e-09
assert abs(e(r2_a) - 0.897118527203243) <= 8.97e-09
assert abs(e(rmse) - 0.182890460038601) <= 1.83e-09
assert abs(e(F_absorb) - 54.937247727911) <= 5.49e-07
areg frate beertax unemp drinkage, absorb(st) vce(robust)
assert abs(_se[beertax] - 0.194524967170787) <= 1.95e-09
assert abs(_se[unemp] - 0.0065324196555029) <= 6.53e-11
assert abs(_se[drinkage] - 0.0180299312174986) <= 1.8e-10
assert abs(_se[_cons] - 0.422512036997511) <= 4.23e-09
assert abs(e(F) - 16.231613335234) <= 1.62e-07
assert abs(e(df_r) - 285) <= 2.85e-06
areg frate beertax unemp drinkage, absorb(st) vce(cluster st)
assert abs(_se[beertax] - 0.286504781457158) <= 2.87e-09
assert abs(_se[unemp] - 0.00866136374995556) <= 8.66e-11
assert abs(_se[drinkage] - 0.0269890899153108) <= 2.7e-10
assert abs(_se[_cons] - 0.633318238438853) <= 6.33e-09
assert abs(e(F) - 9.3720380163188) <= 9.37e-08
assert abs(e(df_r) - 47) <= 4.7e-07

* reghdfe drops singletons; nested panel effects are not counted with clustering
reghdfe frate beertax unemp drinkage, absorb(st)
assert abs(e(N) - 336) <= 3.36e-06
assert abs(e(num_singletons) - 0) <= 1e-12
assert abs(e(r2) - 0.912473970904252) <= 9.12e-09
assert abs(e(r2_within) - 0.116075857352766) <= 1.16e-09
assert abs(_b[beertax] + 0.431888044506376) <= 4.32e-09
assert abs(_b[unemp] + 0.0344715122220948) <= 3.45e-10
assert abs(_b[drinkage] + 0.0270087924444223) <= 2.7e-10
assert abs(_b[_cons] - 3.06784739976157) <= 3.07e-08
assert abs(_se[beertax] - 0.188550003952725) <= 1.89e-09
assert abs(_se[unemp] - 0.0070901692413131) <= 7.09e-11
assert abs(_se[drinkage] - 0.0188737232828487) <= 1.89e-10
assert abs(_se[_cons] - 0.42659887415345) <= 4.27e-09
assert abs(e(df_r) - 285) <= 2.85e-06
reghdfe frate beertax unemp drinkage, absorb(st) vce(cluster st)
assert abs(_b[beertax] + 0.431888044506376) <= 4.32e-09
assert abs(_b[unemp] + 0.0344715122220948) <= 3.45e-10
assert abs(_b[drinkage] + 0.0270087924444223) <= 2.7e-10
assert abs(_b[_cons] - 3.06784739976157) <= 3.07e-08
assert abs(_se[beertax] - 0.265451548073522) <= 2.65e-09
assert abs(_se[unemp] - 0.00802490068109872) <= 8.02e-11
assert abs(_se[drinkage] - 0.0250058503829404) <= 2.5e-10
assert abs(_se[_cons] - 0.586780108735911) <= 5.87e-09
assert abs(e(df_r) - 47) <= 4.7e-07
assert abs(e(F) - 10.9176021804135) <= 1.09e-07

xtreg frate beertax unemp drinkage, be
assert abs(_b[beertax] - 0.354568839323545) <= 3.55e-09
assert abs(_b[unemp] - 0.0846009743471235) <= 8.46e-10
assert abs(_b[drinkage] + 0.0838250103793428) <= 8.38e-10
assert abs(_b[_cons] - 2.95161198873438) <= 2.95e-08
assert abs(_se[beertax] - 0.152416319882877) <= 1.52e-09
assert abs(_se[unemp] - 0.037489063308225) <= 3.75e-10
assert abs(_se[drinkage] - 0.108635347627145) <= 1.09e-09
assert abs(_se[_cons] - 2.27224658574399) <= 2.27e-08
assert abs(_b[beertax]/_se[beertax] - 2.32631807142444) <= 2.33e-08
assert abs(_b[unemp]/_se[unemp] - 2.25668413349133) <= 2.26e-08
assert abs(_b[drinkage]/_se[drinkage] + 0.771618190674406) <= 7.72e-09
assert abs(_b[_cons]/_se[_cons] - 1.29898401311403) <= 1.3e-08
assert abs(2*ttail(e(df_r),abs(_b[beertax]/_se[beertax])) - 0.024670913878046) <= 2.07e-09
assert abs(2*ttail(e(df_r),abs(_b[unemp]/_se[unemp])) - 0.0290457936647536) <= 2.35e-09
assert abs(2*ttail(e(df_r),abs(_b[drinkage]/_se[drinkage])) - 0.444465073263689) <= 1.17e-08
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 0.200715532379289) <= 8.45e-09
assert abs(e(df_r) - 44) <= 4.4e-07
assert abs(e(F) - 4.09510481607913) <= 4.1e-08
assert abs(e(df_m) - 3) <= 3e-08
assert abs(Ftail(e(df_m),e(df_r),e(F)) - 0.0119762256450016) <= 1.18e-09
assert abs(e(N) - 336) <= 3.36e-06
assert abs(e(N_g) - 48) <= 4.8e-07
assert abs(e(r2_b) - 0.218268558480482) <= 2.18e-09
assert abs(e(r2_w) - 0.0842313041698929) <= 8.42e-10
assert abs(e(r2_o) - 0.0980731020879712) <= 9.81e-10
assert abs(e(rmse) - 0.499063622282046) <= 4.99e-09

xtreg frate beertax unemp drinkage, re theta
assert abs(_b[beertax] - 0.0511846784737965) <= 5.12e-10
assert abs(_b[unemp] + 0.0346260700595499) <= 3.46e-10
assert abs(_b[drinkage] + 0.0215592991374677) <= 2.16e-10
assert abs(_b[_cons] - 2.70957013661206) <= 2.71e-08
assert abs(_se[beertax] - 0.121883906003561) <= 1.22e-09
assert abs(_se[unemp] - 0.00706230087192708) <= 7.06e-11
assert abs(_se[drinkage] - 0.0190702822381995) <= 1.91e-10
assert abs(_se[_cons] - 0.428889697148053) <= 4.29e-09
assert abs(_b[beertax]/_se[beertax] - 0.419946161491586) <= 4.2e-09
assert abs(_b[unemp]/_se[unemp] + 4.90294461925148) <= 4.9e-08
assert abs(_b[drinkage]/_se[drinkage] + 1.13051809449797) <= 1.13e-08
assert abs(_b[_cons]/_se[_cons] - 6.31763867173689) <= 6.32e-08
assert abs(2*normal(-abs(_b[beertax]/_se[beertax])) - 0.674524784536103) <= 1.21e-08
assert abs(2*normal(-abs(_b[unemp]/_se[unemp])) - 9.4410607931367e-07) <= 2.71e-13
assert abs(2*normal(-abs(_b[drinkage]/_se[drinkage])) - 0.258257978331477) <= 9.58e-09
assert abs(2*normal(-abs(_b[_cons]/_se[_cons])) - 2.65590090156676e-10) <= 1.2e-16
assert abs(e(chi2) - 25.6424089833726) <= 2.56e-07
assert abs(e(df_m) - 3) <= 3e-08
assert abs(e(sigma_u) - 0.494253054506611) <= 4.94e-09
assert abs(e(sigma_e) - 0.182890460038601) <= 1.83e-09
assert abs(e(rho) - 0.879565340700026) <= 8.8e-09
assert abs(e(Tbar) - 7) <= 7e-08
assert abs(e(r2_w) - 0.0952986412396325) <= 9.53e-10
assert abs(e(r2_b) - 0.027509348005631) <= 2.75e-10
assert abs(e(r2_o) - 0.00497108974453562) <= 4.97e-11
assert abs(e(theta) - 0.861488408971154) <= 8.61e-09
assert abs(e(theta) - 0.861488408971154) <= 8.61e-09
assert abs(e(theta) - 0.861488408971154) <= 8.61e-09
assert abs(e(theta) - 0.861488408971154) <= 8.61e-09
assert abs(e(theta) - 0.861488408971154) <= 8.61e-09
estimates store re
assert abs(q_fe1-_b[beertax] + 0.483072722980173) <= 4.83e-09
assert abs(q_fe1-_b[beertax] + 0.483072722980173) <= 4.83e-09
assert abs(q_fe1-_b[beertax] + 0.483072722980173) <= 4.83e-09
assert abs(q_fe2-_b[unemp] - 0.000154557837455084) <= 1.55e-12
assert abs(q_fe2-_b[unemp] - 0.000154557837455084) <= 1.55e-12
assert abs(q_fe2-_b[unemp] - 0.000154557837455084) <= 1.55e-12
assert abs(q_fe3-_b[drinkage] + 0.00544949330695462) <= 5.45e-11
assert abs(q_fe3-_b[drinkage] + 0.00544949330695462) <= 5.45e-11
assert abs(q_fe3-_b[drinkage] + 0.00544949330695462) <= 5.45e-11
xttest0
assert abs(r(lm) - 672.157335742503) <= 6.72e-06
assert abs(r(p) - 1.6959768426827e-148) <= 1.16e-153
hausman fe re
assert abs(r(chi2) + 3.89202057346091) <= 3.89e-08
assert abs(r(df) - 3) <= 3e-08
hausman fe re, sigmamore
assert abs(r(chi2) - 21.3031915852872) <= 2.13e-07
assert abs(r(df) - 3) <= 3e-08
assert abs(r(p) - 9.10639051340425e-05) <= 1.79e-11
hausman fe re, sigmaless
assert abs(r(chi2) - 22.5581655225899) <= 2.26e-07
assert abs(r(df) - 3) <= 3e-08
assert abs(r(p) - 4.99181443946682e-05) <= 1.04e-11

xtreg frate beertax unemp drinkage, re vce(robust)
assert abs(_se[beertax] - 0.123286120237111) <= 1.23e-09
assert abs(_se[unemp] - 0.00878707823946035) <= 8.79e-11
assert abs(_se[drinkage] - 0.0251943099693704) <= 2.52e-10
assert abs(_se[_cons] - 0.564721578129747) <= 5.65e-09
assert abs(e(chi2) - 18.0663656084595) <= 1.81e-07

xtreg frate beertax unemp drinkage, re sa
assert abs(_b[beertax] - 0.0511846784737978) <= 5.12e-10
assert abs(_b[unemp] + 0.0346260700595499) <= 3.46e-10
assert abs(_b[drinkage] + 0.0215592991374676) <= 2.16e-10
assert abs(_b[_cons] - 2.70957013661206) <= 2.71e-08
assert abs(_se[beertax] - 0.12188390600356) <= 1.22e-09
assert abs(_se[unemp] - 0.00706230087192708) <= 7.06e-11
assert abs(_se[drinkage] - 0.0190702822381995) <= 1.91e-10
assert abs(_se[_cons] - 0.428889697148053) <= 4.29e-09
assert abs(e(sigma_u) - 0.494253054506611) <= 4.94e-09
assert abs(e(rho) - 0.879565340700025) <= 8.8e-09
assert abs(e(sigma_u)^2 - 0.244286081889115) <= 2.44e-09
assert abs(e(sigma_e)^2 - 0.0334489203731313) <= 3.34e-10
