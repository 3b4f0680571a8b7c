* Real Stata output on the simulated panel (id = string variable firm, 1000 firms; variables with suffix "" hold
* missing values, so the panel is balanced). Results keyed by the Stata command.
* Source: Stata 13 (results file in GitHub bashtage/linearmodels,
* linearmodels/tests/panel/results/stata-panel-simulated-results.txt)
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
set linesize 255
import delimited "`data'/sim_panel_lm.csv", clear
rename firm firm_name
encode firm_name, generate(firm)
xtset firm
* df_m after xtreg, fe counts the panel effects in real Stata (e(df_b) is the number of slopes)

xtreg y x1 x2 x3 x4 x5 [aweight=w], fe
assert abs(_b[x1] - 0.29084040241) <= 2.91e-09
assert abs(_b[x2] - 0.45117883796) <= 4.51e-09
assert abs(_b[x3] - 0.54733782767) <= 5.47e-09
assert abs(_b[x4] - 0.75616125397) <= 7.56e-09
assert abs(_b[x5] - 0.79407674689) <= 7.94e-09
assert abs(_b[_cons] - 0.16949706498) <= 1.69e-09
assert abs(_se[x1] - 0.0328050418444994) <= 3.28e-10
assert abs(_se[x2] - 0.031722397410715045) <= 3.17e-10
assert abs(_se[x3] - 0.0321364042192835) <= 3.21e-10
assert abs(_se[x4] - 0.03251081182894043) <= 3.25e-10
assert abs(_se[x5] - 0.03198607640752424) <= 3.2e-10
assert abs(_se[_cons] - 0.02597371980154445) <= 2.6e-10
assert abs(_b[x1]/_se[x1] - 8.8657226468) <= 8.87e-08
assert abs(_b[x2]/_se[x2] - 14.22272195) <= 1.42e-07
assert abs(_b[x3]/_se[x3] - 17.031707217) <= 1.7e-07
assert abs(_b[x4]/_se[x4] - 23.258762591) <= 2.33e-07
assert abs(_b[x5]/_se[x5] - 24.825700307) <= 2.48e-07
assert abs(_b[_cons]/_se[_cons] - 6.5257139245) <= 6.53e-08
assert abs(2*ttail(e(df_r),abs(_b[x1]/_se[x1])) - 1.647639e-18) <= 1.37e-24
assert abs(2*ttail(e(df_r),abs(_b[x2]/_se[x2])) - 8.491061e-44) <= 1.69e-49
assert abs(2*ttail(e(df_r),abs(_b[x3]/_se[x3])) - 7.721304e-61) <= 2.15e-66
assert abs(2*ttail(e(df_r),abs(_b[x4]/_se[x4])) - 4.42473e-106) <= 2.15e-111
assert abs(2*ttail(e(df_r),abs(_b[x5]/_se[x5])) - 8.72174e-119) <= 4.75e-124
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 8.556633e-11) <= 4.28e-17
assert abs(e(rss) - 4022.5702885) <= 4.02e-05
assert abs(e(df_m) - 1004) <= 1e-05
assert abs(e(df_r) - 1995) <= 2e-05
assert abs(e(r2) - 0.48740620666) <= 4.87e-09
assert abs(e(rmse) - 1.419973929) <= 1.42e-08
assert abs(e(mss) - 3824.911169) <= 3.82e-05
assert abs(e(r2_a) - 0.2294392049) <= 2.29e-09
assert abs(e(ll) + 4696.778777) <= 4.7e-05
assert abs(e(ll_0) + 5699.1861369) <= 5.7e-05
assert abs(e(tss) - 14893.205226) <= 0.000149
assert abs(e(N) - 3000) <= 3e-05
assert abs(e(df_b) - 5) <= 5e-08
assert abs(e(r2_w) - 0.48740620666) <= 4.87e-09
assert abs(e(df_a) - 999) <= 9.99e-06
assert abs(e(F) - 379.39413037) <= 3.79e-06
assert abs(e(F_f) - 2.624899162) <= 2.62e-08
assert abs(e(Tbar) - 3) <= 3e-08
assert abs(e(g_min) - 3) <= 3e-08
assert abs(e(rho) - 0.46404819125) <= 4.64e-09
assert abs(e(sigma) - 1.9396237813) <= 1.94e-08
assert abs(e(sigma_e) - 1.419973929) <= 1.42e-08
assert abs(e(r2_b) - 0.25509720782) <= 2.55e-09
assert abs(e(r2_o) - 0.37458958743) <= 3.75e-09
assert abs(e(corr) + 0.0058716677) <= 5.87e-11
assert abs(e(sigma_u) - 1.3212927207) <= 1.32e-08
assert abs(e(N_g) - 1000) <= 1e-05
assert abs(e(g_max) - 3) <= 3e-08
assert abs(e(g_avg) - 3) <= 3e-08

xtreg y x1 x2 x3 x4 x5 [aweight=w], fe vce(robust)
assert abs(_b[x1] - 0.29084040241) <= 2.91e-09
assert abs(_b[x2] - 0.45117883796) <= 4.51e-09
assert abs(_b[x3] - 0.54733782767) <= 5.47e-09
assert abs(_b[x4] - 0.75616125397) <= 7.56e-09
assert abs(_b[x5] - 0.79407674689) <= 7.94e-09
assert abs(_b[_cons] - 0.16949706498) <= 1.69e-09
assert abs(_se[x1] - 0.035757378005628615) <= 3.58e-10
assert abs(_se[x2] - 0.03264460413782921) <= 3.26e-10
assert abs(_se[x3] - 0.033881196797986055) <= 3.39e-10
assert abs(_se[x4] - 0.03552530570836146) <= 3.55e-10
assert abs(_se[x5] - 0.03369734433500134) <= 3.37e-10
assert abs(_se[_cons] - 0.0016429417009295815) <= 1.64e-11
assert abs(_b[x1]/_se[x1] - 8.1337172531) <= 8.13e-08
assert abs(_b[x2]/_se[x2] - 13.82093151) <= 1.38e-07
assert abs(_b[x3]/_se[x3] - 16.154619063) <= 1.62e-07
assert abs(_b[x4]/_se[x4] - 21.285144178) <= 2.13e-07
assert abs(_b[x5]/_se[x5] - 23.564965209) <= 2.36e-07
assert abs(_b[_cons]/_se[_cons] - 103.1668165) <= 1.03e-06
assert abs(2*ttail(e(df_r),abs(_b[x1]/_se[x1])) - 1.227235e-15) <= 8.55e-22
assert abs(2*ttail(e(df_r),abs(_b[x2]/_se[x2])) - 6.93416e-40) <= 1.26e-45
assert abs(2*ttail(e(df_r),abs(_b[x3]/_se[x3])) - 2.483308e-52) <= 5.93e-58
assert abs(2*ttail(e(df_r),abs(_b[x4]/_se[x4])) - 3.357988e-83) <= 1.28e-88
assert abs(2*ttail(e(df_r),abs(_b[x5]/_se[x5])) - 5.432752e-98) <= 2.44e-103
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 0) <= 1e-12
assert abs(e(rss) - 4022.5702885) <= 4.02e-05
assert abs(e(df_r) - 999) <= 9.99e-06
assert abs(e(r2) - 0.48740620666) <= 4.87e-09
assert abs(e(rmse) - 1.1591133899) <= 1.16e-08
assert abs(e(mss) - 3824.911169) <= 3.82e-05
assert abs(e(r2_a) - 0.4865501716) <= 4.87e-09
assert abs(e(ll) + 4696.778777) <= 4.7e-05
assert abs(e(ll_0) + 5699.1861369) <= 5.7e-05
assert abs(e(tss) - 14893.205226) <= 0.000149
assert abs(e(N) - 3000) <= 3e-05
assert abs(e(df_b) - 5) <= 5e-08
assert abs(e(r2_w) - 0.48740620666) <= 4.87e-09
assert abs(e(df_a) - 999) <= 9.99e-06
assert abs(e(F) - 324.72517965) <= 3.25e-06
assert abs(e(Tbar) - 3) <= 3e-08
assert abs(e(g_min) - 3) <= 3e-08
assert abs(e(rho) - 0.46404819125) <= 4.64e-09
assert abs(e(sigma) - 1.9396237813) <= 1.94e-08
assert abs(e(sigma_e) - 1.419973929) <= 1.42e-08
assert abs(e(r2_b) - 0.25509720782) <= 2.55e-09
assert abs(e(r2_o) - 0.37458958743) <= 3.75e-09
assert abs(e(corr) + 0.0058716677) <= 5.87e-11
assert abs(e(sigma_u) - 1.3212927207) <= 1.32e-08
assert abs(e(N_g) - 1000) <= 1e-05
assert abs(e(g_max) - 3) <= 3e-08
assert abs(e(g_avg) - 3) <= 3e-08
