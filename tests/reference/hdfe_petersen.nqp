* Two-way FE, one- and two-way clustering
* Source: R 4.2.2, fixest 0.14.2
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
set linesize 255
import delimited "`data'/petersencl.csv", clear

reghdfe y x, absorb(firm year) vce(unadjusted)
assert abs(_b[x] - 0.970049263396333) <= 9.7e-08
assert abs(e(N) - 5000) <= 0.0005
assert abs(e(num_singletons) - 0) <= 1e-12
assert abs(_b[_cons] - 0.0300276951936119) <= 3e-09
assert abs(e(r2) - 0.650620818935262) <= 6.51e-08
assert abs(e(r2_within) - 0.19128822443383) <= 1.91e-08
assert abs(e(rss) - 8863.15690218019) <= 0.000886
assert abs(e(N)-e(df_r) - 510) <= 5.1e-05
assert abs(e(rmse) - 1.40498293169258) <= 1.4e-07
assert abs(e(r2_a) - 0.611014136716565) <= 6.11e-08
egen long level = group(firm) if e(sample)
quietly summarize level
drop level
assert abs(r(max) - 500) <= 5e-05
egen long level = group(year) if e(sample)
quietly summarize level
drop level
assert abs(r(max) - 10) <= 1e-06
assert abs(_se[x] - 0.0297661992936097) <= 2.98e-09
assert abs(_b[x]/_se[x] - 32.5889527859402) <= 3.26e-06
assert abs(2*ttail(e(df_r),abs(_b[x]/_se[x])) - 2.70114211560413e-209) <= 2.6e-213
assert abs(e(df_r) - 4490) <= 0.000449
assert abs(e(F) - 1062.03984368424) <= 0.000106
assert abs(Ftail(1,e(df_r),e(F)) - 2.70114211560413e-209) <= 2.6e-213

reghdfe y x, absorb(firm year) vce(robust)
assert abs(_se[x] - 0.0295977293909024) <= 2.96e-09
assert abs(_b[x]/_se[x] - 32.7744486945171) <= 3.28e-06
assert abs(2*ttail(e(df_r),abs(_b[x]/_se[x])) - 2.00760968489897e-211) <= 1.95e-215
assert abs(e(df_r) - 4490) <= 0.000449
assert abs(e(F) - 1074.16448722954) <= 0.000107
assert abs(Ftail(1,e(df_r),e(F)) - 2.00760968489908e-211) <= 1.95e-215

reghdfe y x, absorb(firm year) vce(cluster firm)
assert abs(_se[x] - 0.0302204426665802) <= 3.02e-09
assert abs(_b[x]/_se[x] - 32.0991083452619) <= 3.21e-06
assert abs(2*ttail(e(df_r),abs(_b[x]/_se[x])) - 1.90299073973312e-123) <= 1.08e-127
assert abs(e(df_r) - 499) <= 4.99e-05
assert abs(e(F) - 1030.35275656086) <= 0.000103
assert abs(Ftail(1,e(df_r),e(F)) - 1.90299073973312e-123) <= 1.08e-127

reghdfe y x, absorb(firm year) vce(cluster year)
assert abs(_se[x] - 0.0287531328340101) <= 2.88e-09
assert abs(_b[x]/_se[x] - 33.7371676678281) <= 3.37e-06
assert abs(2*ttail(e(df_r),abs(_b[x]/_se[x])) - 8.70761568877463e-11) <= 4.12e-16
assert abs(e(df_r) - 9) <= 9e-07
assert abs(e(F) - 1138.19648224715) <= 0.000114
assert abs(Ftail(1,e(df_r),e(F)) - 8.70761568877469e-11) <= 4.12e-16

reghdfe y x, absorb(firm year) vce(cluster firm year)
assert abs(_se[x] - 0.0296790163689138) <= 2.97e-09
assert abs(_b[x]/_se[x] - 32.6846837286824) <= 3.27e-06
assert abs(2*ttail(e(df_r),abs(_b[x]/_se[x])) - 1.15575629593552e-10) <= 5.4e-16
assert abs(e(df_r) - 9) <= 9e-07
assert abs(e(F) - 1068.28855044399) <= 0.000107
assert abs(Ftail(1,e(df_r),e(F)) - 1.15575629593552e-10) <= 5.4e-16
