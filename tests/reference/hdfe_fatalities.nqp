* Two-way FE
* Source: R 4.2.2, fixest 0.14.2
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
set linesize 255
import delimited "`data'/fatalities.csv", clear
generate double frate = fatal/pop*10000
encode state, generate(st)

reghdfe frate beertax unemp drinkage, absorb(st year) vce(unadjusted)
assert abs(_b[beertax] + 0.540772299946117) <= 5.41e-08
assert abs(_b[unemp] + 0.0948746642073818) <= 9.49e-09
assert abs(_b[drinkage] - 0.00666775457218133) <= 6.67e-10
assert abs(e(N) - 336) <= 3.36e-05
assert abs(e(num_singletons) - 0) <= 1e-12
assert abs(_b[_cons] - 2.87862349787292) <= 2.88e-07
assert abs(e(r2) - 0.933317692844843) <= 9.33e-08
assert abs(e(r2_within) - 0.294223547561509) <= 2.94e-08
assert abs(e(rss) - 7.26273765108804) <= 7.26e-07
assert abs(e(N)-e(df_r) - 57) <= 5.7e-06
assert abs(e(rmse) - 0.161342237947276) <= 1.61e-08
assert abs(e(r2_a) - 0.919933430476783) <= 9.2e-08
egen long level = group(st) if e(sample)
quietly summarize level
drop level
assert abs(r(max) - 48) <= 4.8e-06
egen long level = group(year) if e(sample)
quietly summarize level
drop level
assert abs(r(max) - 7) <= 7e-07
assert abs(_se[beertax] - 0.169807852789507) <= 1.7e-08
assert abs(_se[unemp] - 0.00944146866381382) <= 9.44e-10
assert abs(_se[drinkage] - 0.0183412663020847) <= 1.83e-09
assert abs(_b[beertax]/_se[beertax] + 3.18461302620942) <= 3.18e-07
assert abs(_b[unemp]/_se[unemp] + 10.0487188577987) <= 1e-06
assert abs(_b[drinkage]/_se[drinkage] - 0.363538398187014) <= 3.64e-08
assert abs(2*ttail(e(df_r),abs(_b[beertax]/_se[beertax])) - 0.00161374796634755) <= 2.24e-09
assert abs(2*ttail(e(df_r),abs(_b[unemp]/_se[unemp])) - 1.77021961883591e-20) <= 1.63e-25
assert abs(2*ttail(e(df_r),abs(_b[drinkage]/_se[drinkage])) - 0.716478042357726) <= 1.19e-07
assert abs(e(df_r) - 279) <= 2.79e-05
assert abs(e(F) - 38.7697688534105) <= 3.88e-06
assert abs(Ftail(3,e(df_r),e(F)) - 5.66208310402038e-21) <= 5.34e-26

reghdfe frate beertax unemp drinkage, absorb(st year) vce(robust)
assert abs(_se[beertax] - 0.234724538010328) <= 2.35e-08
assert abs(_se[unemp] - 0.0126906663547203) <= 1.27e-09
assert abs(_se[drinkage] - 0.0177648603433491) <= 1.78e-09
assert abs(_b[beertax]/_se[beertax] + 2.30385925787751) <= 2.3e-07
assert abs(_b[unemp]/_se[unemp] + 7.47594031357487) <= 7.48e-07
assert abs(_b[drinkage]/_se[drinkage] - 0.375333914441811) <= 3.75e-08
assert abs(2*ttail(e(df_r),abs(_b[beertax]/_se[beertax])) - 0.0219655580063664) <= 1.9e-08
assert abs(2*ttail(e(df_r),abs(_b[unemp]/_se[unemp])) - 9.95684535960223e-13) <= 5.6e-18
assert abs(2*ttail(e(df_r),abs(_b[drinkage]/_se[drinkage])) - 0.707697328800615) <= 1.2e-07
assert abs(e(df_r) - 279) <= 2.79e-05
assert abs(e(F) - 19.6153340723867) <= 1.96e-06
assert abs(Ftail(3,e(df_r),e(F)) - 1.4423586082833e-11) <= 7.35e-17

reghdfe frate beertax unemp drinkage, absorb(st year) vce(cluster st)
assert abs(_se[beertax] - 0.327364382866635) <= 3.27e-08
assert abs(_se[unemp] - 0.0149042340916929) <= 1.49e-09
assert abs(_se[drinkage] - 0.0237698726837399) <= 2.38e-09
assert abs(_b[beertax]/_se[beertax] + 1.65189717711723) <= 1.65e-07
assert abs(_b[unemp]/_se[unemp] + 6.3656182279277) <= 6.37e-07
assert abs(_b[drinkage]/_se[drinkage] - 0.280512843333086) <= 2.81e-08
assert abs(2*ttail(e(df_r),abs(_b[beertax]/_se[beertax])) - 0.105222019409483) <= 5.79e-08
assert abs(2*ttail(e(df_r),abs(_b[unemp]/_se[unemp])) - 7.51090789671224e-08) <= 2.54e-13
assert abs(2*ttail(e(df_r),abs(_b[drinkage]/_se[drinkage])) - 0.780315155902893) <= 1.17e-07
assert abs(e(df_r) - 47) <= 4.7e-06
assert abs(e(F) - 13.8332915484054) <= 1.38e-06
assert abs(Ftail(3,e(df_r),e(F)) - 1.35282039718083e-06) <= 3.79e-12
