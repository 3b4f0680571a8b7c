* Three-way FE on an unbalanced panel with singletons (iterated removal)
* Source: R 4.2.2, fixest 0.14.2
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
set linesize 255
import delimited "`data'/nlswork.csv", clear

reghdfe ln_wage ttl_exp tenure union not_smsa, absorb(idcode year ind_code) vce(unadjusted)
assert abs(_b[ttl_exp] - 0.0341068543248997) <= 3.41e-09
assert abs(_b[tenure] - 0.00815651448978701) <= 8.16e-10
assert abs(_b[union] - 0.0861820486563292) <= 8.62e-09
assert abs(_b[not_smsa] + 0.0953217563022186) <= 9.53e-09
assert abs(e(N) - 18252) <= 0.00183
assert abs(e(num_singletons) - 670) <= 6.7e-05
assert abs(_b[_cons] - 1.46783914138096) <= 1.47e-07
assert abs(e(r2) - 0.766075003363415) <= 7.66e-08
assert abs(e(r2_within) - 0.0650541673326606) <= 6.51e-09
assert abs(e(rss) - 917.624004524343) <= 9.18e-05
assert abs(e(N)-e(df_r) - 3477) <= 0.000348
assert abs(e(rmse) - 0.249211820765173) <= 2.49e-08
assert abs(e(r2_a) - 0.711041278266375) <= 7.11e-08
egen long level = group(idcode) if e(sample)
quietly summarize level
drop level
assert abs(r(max) - 3451) <= 0.000345
egen long level = group(year) if e(sample)
quietly summarize level
drop level
assert abs(r(max) - 12) <= 1.2e-06
egen long level = group(ind_code) if e(sample)
quietly summarize level
drop level
assert abs(r(max) - 12) <= 1.2e-06
assert abs(_se[ttl_exp] - 0.00182552020178156) <= 1.83e-10
assert abs(_se[tenure] - 0.000910350746580073) <= 9.1e-11
assert abs(_se[union] - 0.00690775053552368) <= 6.91e-10
assert abs(_se[not_smsa] - 0.0122823338844172) <= 1.23e-09
assert abs(_b[ttl_exp]/_se[ttl_exp] - 18.6833617571661) <= 1.87e-06
assert abs(_b[tenure]/_se[tenure] - 8.95974932785929) <= 8.96e-07
assert abs(_b[union]/_se[union] - 12.4761379573757) <= 1.25e-06
assert abs(_b[not_smsa]/_se[not_smsa] + 7.7608830047484) <= 7.76e-07
assert abs(2*ttail(e(df_r),abs(_b[ttl_exp]/_se[ttl_exp])) - 5.20835463161444e-77) <= 1.83e-81
assert abs(2*ttail(e(df_r),abs(_b[tenure]/_se[tenure])) - 3.63744455425543e-19) <= 3.13e-24
assert abs(2*ttail(e(df_r),abs(_b[union]/_se[union])) - 1.52174055012395e-35) <= 2.46e-40
assert abs(2*ttail(e(df_r),abs(_b[not_smsa]/_se[not_smsa])) - 8.98457688802017e-15) <= 5.9e-20
assert abs(e(df_r) - 14775) <= 0.00148
assert abs(e(F) - 257.013638853778) <= 2.57e-05
assert abs(Ftail(4,e(df_r),e(F)) - 7.37184161571236e-214) <= 7.24e-218

reghdfe ln_wage ttl_exp tenure union not_smsa, absorb(idcode year ind_code) vce(robust)
assert abs(_se[ttl_exp] - 0.00210521188697392) <= 2.11e-10
assert abs(_se[tenure] - 0.00102226349000989) <= 1.02e-10
assert abs(_se[union] - 0.00773750730724156) <= 7.74e-10
assert abs(_se[not_smsa] - 0.0145277489113551) <= 1.45e-09
assert abs(_b[ttl_exp]/_se[ttl_exp] - 16.2011503620786) <= 1.62e-06
assert abs(_b[tenure]/_se[tenure] - 7.97887684486131) <= 7.98e-07
assert abs(_b[union]/_se[union] - 11.1382187097479) <= 1.11e-06
assert abs(_b[not_smsa]/_se[not_smsa] + 6.56135763935965) <= 6.56e-07
assert abs(2*ttail(e(df_r),abs(_b[ttl_exp]/_se[ttl_exp])) - 1.58018032743968e-58) <= 4.22e-63
assert abs(2*ttail(e(df_r),abs(_b[tenure]/_se[tenure])) - 1.58459840114893e-15) <= 1.1e-20
assert abs(2*ttail(e(df_r),abs(_b[union]/_se[union])) - 1.06341299402513e-28) <= 1.38e-33
assert abs(2*ttail(e(df_r),abs(_b[not_smsa]/_se[not_smsa])) - 5.50946864549022e-11) <= 2.66e-16
assert abs(e(df_r) - 14775) <= 0.00148
assert abs(e(F) - 221.595217406736) <= 2.22e-05
assert abs(Ftail(4,e(df_r),e(F)) - 5.00783832568901e-185) <= 4.26e-189

reghdfe ln_wage ttl_exp tenure union not_smsa, absorb(idcode year ind_code) vce(cluster idcode)
assert abs(_se[ttl_exp] - 0.00273505200912628) <= 2.74e-10
assert abs(_se[tenure] - 0.00130367580949229) <= 1.3e-10
assert abs(_se[union] - 0.0089480603298657) <= 8.95e-10
assert abs(_se[not_smsa] - 0.0181146873788755) <= 1.81e-09
assert abs(_b[ttl_exp]/_se[ttl_exp] - 12.4702763278696) <= 1.25e-06
assert abs(_b[tenure]/_se[tenure] - 6.25655123029667) <= 6.26e-07
assert abs(_b[union]/_se[union] - 9.63136651735367) <= 9.63e-07
assert abs(_b[not_smsa]/_se[not_smsa] + 5.26212538524835) <= 5.26e-07
assert abs(2*ttail(e(df_r),abs(_b[ttl_exp]/_se[ttl_exp])) - 6.07702771226659e-35) <= 9.64e-40
assert abs(2*ttail(e(df_r),abs(_b[tenure]/_se[tenure])) - 4.41897376966297e-10) <= 1.95e-15
assert abs(2*ttail(e(df_r),abs(_b[union]/_se[union])) - 1.10202659632887e-21) <= 1.07e-26
assert abs(2*ttail(e(df_r),abs(_b[not_smsa]/_se[not_smsa])) - 1.51085072152478e-07) <= 4.9e-13
assert abs(e(df_r) - 3450) <= 0.000345
assert abs(e(F) - 129.625578700295) <= 1.3e-05
assert abs(Ftail(4,e(df_r),e(F)) - 2.89617211251232e-103) <= 1.37e-107

reghdfe ln_wage ttl_exp tenure union not_smsa, absorb(idcode year ind_code) vce(cluster idcode year)
assert abs(_se[ttl_exp] - 0.00319493739358414) <= 3.19e-10
assert abs(_se[tenure] - 0.00115656818679286) <= 1.16e-10
assert abs(_se[union] - 0.011160443131507) <= 1.12e-09
assert abs(_se[not_smsa] - 0.0149880418900896) <= 1.5e-09
assert abs(_b[ttl_exp]/_se[ttl_exp] - 10.6752809596178) <= 1.07e-06
assert abs(_b[tenure]/_se[tenure] - 7.05234207799271) <= 7.05e-07
assert abs(_b[union]/_se[union] - 7.72209917122637) <= 7.72e-07
assert abs(_b[not_smsa]/_se[not_smsa] + 6.35985387559182) <= 6.36e-07
assert abs(2*ttail(e(df_r),abs(_b[ttl_exp]/_se[ttl_exp])) - 3.83361397468359e-07) <= 1.17e-12
assert abs(2*ttail(e(df_r),abs(_b[tenure]/_se[tenure])) - 2.12011427541353e-05) <= 4.78e-11
assert abs(2*ttail(e(df_r),abs(_b[union]/_se[union])) - 9.12750896861389e-06) <= 2.21e-11
assert abs(2*ttail(e(df_r),abs(_b[not_smsa]/_se[not_smsa])) - 5.37098530072378e-05) <= 1.11e-10
assert abs(e(df_r) - 11) <= 1.1e-06
assert abs(e(F) - 97.4903478357508) <= 9.75e-06
assert abs(Ftail(4,e(df_r),e(F)) - 1.63421330332506e-08) <= 6.02e-14
