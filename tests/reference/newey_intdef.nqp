* Newey-West (Bartlett), N/(N-k) factor
* Source: own formula, checked against R 4.2.2, sandwich 3.0.2
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
set linesize 255
import delimited "`data'/intdef.csv", clear
tsset year

newey i3 inf def, lag(3)
assert abs(_b[inf] - 0.605865862897894) <= 6.06e-10
assert abs(_b[def] - 0.513057851574634) <= 5.13e-10
assert abs(_b[_cons] - 1.73326579001873) <= 1.73e-09
assert abs(_se[inf] - 0.107513795908416) <= 1.08e-10
assert abs(_se[def] - 0.219675610190486) <= 2.2e-10
assert abs(_se[_cons] - 0.543820763144968) <= 5.44e-10
assert abs(e(N) - 56) <= 5.6e-08
assert abs(e(F) - 18.3214693262652) <= 1.83e-08
assert abs(e(df_r) - 53) <= 5.3e-08
