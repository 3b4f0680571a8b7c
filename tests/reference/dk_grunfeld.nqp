* Driscoll-Kraay, pooled and FE
* Source: own formula, checked against R 4.2.2, fixest 0.14.2
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
set linesize 255
import delimited "`data'/grunfeld.csv", clear
xtset firm year
* option ase: no small-sample factor
xtscc inv value capital, lag(4) ase
assert abs(_b[value] - 0.115562156360552) <= 1.16e-09
assert abs(_se[value] - 0.0134360168804727) <= 1.34e-10
assert abs(_b[capital] - 0.23067848873197) <= 2.31e-09
assert abs(_se[capital] - 0.049308009933088) <= 4.93e-10
assert abs(_b[_cons] - -42.7143694365593) <= 4.27e-07
assert abs(_se[_cons] - 12.1903483924641) <= 1.22e-07
assert abs(e(lag) - 4) <= 4e-08
assert abs(e(df_r)+1 - 20) <= 2e-07

xtscc inv value capital, lag(4) fe ase
assert abs(_b[value] - 0.110123804120719) <= 1.1e-09
assert abs(_se[value] - 0.019582604218241) <= 1.96e-10
assert abs(_b[capital] - 0.310065341300139) <= 3.1e-09
assert abs(_se[capital] - 0.0330158166830478) <= 3.3e-10
assert abs(_b[_cons] - -58.7439393969251) <= 5.87e-07
assert abs(_se[_cons] - 23.7143712487884) <= 2.37e-07
assert abs(e(lag) - 4) <= 4e-08

* ivreg2: bandwidth = lag + 1, small-sample factor
ivreg2 inv value capital, dkraay(5) small
assert abs(_se[value] - 0.0138548606884373) <= 1.39e-10
assert abs(_se[capital] - 0.0508450989995318) <= 5.08e-10
assert abs(_se[_cons] - 12.5703607120776) <= 1.26e-07
