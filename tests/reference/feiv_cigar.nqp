* FE-IV: ls=log(sales), lp=log(price/cpi), ly=log(ndi/cpi); instruments lpm=log(pimin/cpi), llp = L.lp; state and year
* FE
* Standard errors and F statistics count T-1 absorbed coefficients, as ivreghdfe does.
* Source: coefficients and se R 4.2.2, fixest 0.14.2 ; KP/Hansen own matrix algebra on demeaned data
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
set linesize 255
import delimited "`data'/cigar.csv", clear
xtset state year
generate double ls = ln(sales)
generate double lp = ln(price/cpi)
generate double ly = ln(ndi/cpi)
generate double lpm = ln(pimin/cpi)
generate double llp = L.lp

ivreghdfe ls ly (lp = lpm llp), absorb(state year) cluster(state)
assert abs(_b[lp] - -1.38648338662527) <= 1.39e-06
assert abs(_b[ly] - 0.441662098683786) <= 4.42e-07
assert abs(_se[lp] - 0.278004256884618) <= 2.78e-07
assert abs(_se[ly] - 0.163703574849748) <= 1.64e-07
assert abs(e(N) - 1334) <= 0.00133
assert abs(e(N_clust) - 46) <= 4.6e-05
assert abs(e(df_r) - 45) <= 4.5e-05
assert abs(e(idstat) - 20.6864017405166) <= 2.07e-05
assert abs(e(iddf) - 2) <= 2e-06
assert abs(e(idp) - 3.22110540689746e-05) <= 3.22e-11
assert abs(e(widstat) - 189.475522142834) <= 0.000189
assert abs(e(cdf) - 565.900025495669) <= 0.000566
assert abs(e(j) - 0.444743962239412) <= 4.45e-07
assert abs(e(jdf) - 1) <= 1e-06
* Wald statistic: undo the small-sample factor of ivreghdfe; year effects count T-1 = 28
assert abs(e(widstat)*2*(e(N)-1)/(e(N)-3-28)*e(N_clust)/(e(N_clust)-1) - 396.290954779715) <= 0.000396
