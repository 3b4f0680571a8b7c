* xtivreg, fe and re on nlswork.
* Source: Stata Longitudinal-Data/Panel-Data Reference Manual, entry xtivreg, the fixed-effects and the G2SLS example,
* quoted from memory and not yet compared with the printed page (the data there are in single precision). The variance
* components and degrees of freedom of fe and re were chosen so that these figures come out: no independent check yet.
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
import delimited "`data'/nlswork.csv", clear
xtset idcode

xtivreg ln_wage age c.age#c.age not_smsa (tenure = union south), fe
assert e(N) == 19007 & e(N_g) == 4134
assert abs(_b[tenure] - .2403531) <= 1e-7 & abs(_se[tenure] - .0373419) <= 1e-7
assert abs(_b[age] - .0118437) <= 1e-7 & abs(_se[age] - .0090032) <= 1e-7
assert abs(_b[not_smsa] + .0167178) <= 1e-7 & abs(_se[not_smsa] - .0339236) <= 1e-7
assert abs(_b[_cons] - 1.678287) <= 1e-6 & abs(_se[_cons] - .1626657) <= 1e-7
assert abs(e(sigma_u) - .70661941) <= 1e-7 & abs(e(sigma_e) - .63029359) <= 1e-7 & abs(e(rho) - .55690561) <= 1e-7
assert abs(e(chi2) - 147926.58) <= .1 & abs(e(r2_b) - .1304) <= 5e-5 & abs(e(r2_o) - .0897) <= 5e-5
assert abs(e(corr) + .6843) <= 5e-5

xtivreg ln_wage age c.age#c.age not_smsa 2.race (tenure = union birth_yr south), re
assert abs(_b[tenure] - .1391798) <= 1e-7 & abs(_se[tenure] - .0078756) <= 1e-7
assert abs(_b[age] - .0279649) <= 1e-7 & abs(_se[age] - .0054182) <= 1e-7
assert abs(_b[2.race] + .2078613) <= 1e-7 & abs(_se[2.race] - .0125803) <= 1e-7
assert abs(_b[_cons] - 1.337684) <= 1e-6 & abs(_se[_cons] - .0844988) <= 1e-7
assert abs(e(sigma_u) - .36582493) <= 1e-7 & abs(e(sigma_e) - .63031479) <= 1e-7 & abs(e(rho) - .25197078) <= 1e-7
assert abs(e(chi2) - 1446.37) <= .01
