* Gravity: four-way FE; lE = log(Euros), ldist = log(dist_km)
* Source: R 4.2.2, fixest 0.14.2
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
set linesize 255
import delimited "`data'/trade.csv", clear case(lower)
generate double le = ln(euros)
generate double ldist = ln(dist_km)
encode destination, generate(dest)
encode origin, generate(orig)

reghdfe le ldist, absorb(dest orig product year) vce(unadjusted)
assert abs(_b[ldist] + 2.16987597621794) <= 2.17e-07
assert abs(e(N) - 38325) <= 0.00383
assert abs(e(num_singletons) - 0) <= 1e-12
assert abs(_b[_cons] - 30.1527487641099) <= 3.02e-06
assert abs(e(r2) - 0.705577269179244) <= 7.06e-08
assert abs(e(r2_within) - 0.219321903712289) <= 2.19e-08
assert abs(e(rss) - 116482.210837039) <= 0.0116
assert abs(e(N)-e(df_r) - 58) <= 5.8e-06
assert abs(e(rmse) - 1.74468727811307) <= 1.74e-07
assert abs(e(r2_a) - 0.705138716492679) <= 7.05e-08
egen long level = group(dest) if e(sample)
quietly summarize level
drop level
assert abs(r(max) - 15) <= 1.5e-06
egen long level = group(orig) if e(sample)
quietly summarize level
drop level
assert abs(r(max) - 15) <= 1.5e-06
egen long level = group(product) if e(sample)
quietly summarize level
drop level
assert abs(r(max) - 20) <= 2e-06
egen long level = group(year) if e(sample)
quietly summarize level
drop level
assert abs(r(max) - 10) <= 1e-06
assert abs(_se[ldist] - 0.0209275166977034) <= 2.09e-09
assert abs(_b[ldist]/_se[ldist] + 103.685306171853) <= 1.04e-05
assert abs(2*ttail(e(df_r),abs(_b[ldist]/_se[ldist])) - 0) <= 1e-12
assert abs(e(df_r) - 38267) <= 0.00383
assert abs(e(F) - 10750.6427159508) <= 0.00108
assert abs(Ftail(1,e(df_r),e(F)) - 0) <= 1e-12

reghdfe le ldist, absorb(dest orig product year) vce(robust)
assert abs(_se[ldist] - 0.018211749036782) <= 1.82e-09
assert abs(_b[ldist]/_se[ldist] + 119.14703919077) <= 1.19e-05
assert abs(2*ttail(e(df_r),abs(_b[ldist]/_se[ldist])) - 0) <= 1e-12
assert abs(e(df_r) - 38267) <= 0.00383
assert abs(e(F) - 14196.0169479269) <= 0.00142
assert abs(Ftail(1,e(df_r),e(F)) - 0) <= 1e-12

reghdfe le ldist, absorb(dest orig product year) vce(cluster orig dest)
assert abs(_se[ldist] - 0.171367452846158) <= 1.71e-08
assert abs(_b[ldist]/_se[ldist] + 12.6621242259223) <= 1.27e-06
assert abs(2*ttail(e(df_r),abs(_b[ldist]/_se[ldist])) - 4.68020997733306e-09) <= 1.84e-14
assert abs(e(df_r) - 14) <= 1.4e-06
assert abs(e(F) - 160.329389912688) <= 1.6e-05
assert abs(Ftail(1,e(df_r),e(F)) - 4.68020997733306e-09) <= 1.84e-14

reghdfe le ldist, absorb(dest orig product year) vce(cluster orig)
assert abs(_se[ldist] - 0.15428344426709) <= 1.54e-08
assert abs(_b[ldist]/_se[ldist] + 14.0642178849827) <= 1.41e-06
assert abs(2*ttail(e(df_r),abs(_b[ldist]/_se[ldist])) - 1.18975242059805e-09) <= 5.01e-15
assert abs(e(df_r) - 14) <= 1.4e-06
assert abs(e(F) - 197.802224716267) <= 1.98e-05
assert abs(Ftail(1,e(df_r),e(F)) - 1.18975242059806e-09) <= 5.01e-15
