* FE-IV just identified: dig instrumented by iv (historic post offices x trend)
* Source: coefficients and se R 4.2.2, fixest 0.14.2 ; KP/Hansen own matrix algebra on demeaned data
* Standard errors and F statistics count T-1 absorbed coefficients, as ivreghdfe does.
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
set linesize 255
import delimited "`data'/sim_city284x9.csv", clear

ivreghdfe y did lngdp urban gov fin (dig = iv), absorb(id year) cluster(id)
assert abs(_b[dig] - 0.0100456413642915) <= 1e-08
assert abs(_b[did] - 0.245998641587078) <= 2.46e-07
assert abs(_b[lngdp] - 0.332801545010866) <= 3.33e-07
assert abs(_b[urban] - 0.449414710566832) <= 4.49e-07
assert abs(_b[gov] - 0.0680987740664136) <= 6.81e-08
assert abs(_b[fin] - 0.0963452563090704) <= 9.63e-08
assert abs(_se[dig] - 0.15318465422811) <= 1.53e-07
assert abs(_se[did] - 0.0136268769413329) <= 1.36e-08
assert abs(_se[lngdp] - 0.0362300514958859) <= 3.62e-08
assert abs(_se[urban] - 0.130176880916351) <= 1.3e-07
assert abs(_se[gov] - 0.184378979532917) <= 1.84e-07
assert abs(_se[fin] - 0.024627118937071) <= 2.46e-08
assert abs(e(N) - 2556) <= 0.00256
assert abs(e(N_clust) - 284) <= 0.000284
assert abs(e(df_r) - 283) <= 0.000283
assert abs(e(idstat) - 15.6660970617075) <= 1.57e-05
assert abs(e(iddf) - 1) <= 1e-06
assert abs(e(idp) - 7.55666488466021e-05) <= 7.56e-11
assert abs(e(widstat) - 22.6087435332234) <= 2.26e-05
assert abs(e(cdf) - 51.6037833794807) <= 5.16e-05
assert abs(e(j) - 0) <= 1e-12
assert abs(e(jdf) - 0) <= 1e-12
* Wald statistic: undo the small-sample factor of ivreghdfe; year effects count T-1 = 8
assert abs(e(widstat)*1*(e(N)-1)/(e(N)-6-8)*e(N_clust)/(e(N_clust)-1) - 22.8046646481549) <= 2.28e-05
