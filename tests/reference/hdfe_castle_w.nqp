* Two-way FE with aweights (popwt)
* Source: R 4.2.2, fixest 0.14.2
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
set linesize 255
import delimited "`data'/castle.csv", clear

reghdfe l_homicide post l_police unemployrt poverty [aw=popwt], absorb(sid year) vce(unadjusted)
assert abs(_b[post] - 0.0639152149842238) <= 6.39e-09
assert abs(_b[l_police] - 0.0344467603350185) <= 3.44e-09
assert abs(_b[unemployrt] + 0.00393185709565226) <= 3.93e-10
assert abs(_b[poverty] + 0.00664849366743306) <= 6.65e-10
assert abs(e(N) - 550) <= 5.5e-05
assert abs(e(num_singletons) - 0) <= 1e-12
assert abs(_b[_cons] - 1.534176461002) <= 1.53e-07
assert abs(e(r2) - 0.933692426374325) <= 9.34e-08
assert abs(e(r2_within) - 0.0231918780734003) <= 2.32e-09
assert abs(e(rss) - 6.23469982402109) <= 6.23e-07
assert abs(e(N)-e(df_r) - 64) <= 6.4e-06
assert abs(e(rmse) - 0.11326341183696) <= 1.13e-08
assert abs(e(r2_a) - 0.92509700016359) <= 9.25e-08
egen long level = group(sid) if e(sample)
quietly summarize level
drop level
assert abs(r(max) - 50) <= 5e-06
egen long level = group(year) if e(sample)
quietly summarize level
drop level
assert abs(r(max) - 11) <= 1.1e-06
assert abs(_se[post] - 0.0196363173354088) <= 1.96e-09
assert abs(_se[l_police] - 0.0902398279138322) <= 9.02e-09
assert abs(_se[unemployrt] - 0.00755152199433739) <= 7.55e-10
assert abs(_se[poverty] - 0.00893735323399331) <= 8.94e-10
assert abs(_b[post]/_se[post] - 3.25494917873271) <= 3.25e-07
assert abs(_b[l_police]/_se[l_police] - 0.381724579172634) <= 3.82e-08
assert abs(_b[unemployrt]/_se[unemployrt] + 0.520670812930243) <= 5.21e-08
assert abs(_b[poverty]/_se[poverty] + 0.743899619201068) <= 7.44e-08
assert abs(2*ttail(e(df_r),abs(_b[post]/_se[post])) - 0.00121321715818025) <= 1.75e-09
assert abs(2*ttail(e(df_r),abs(_b[l_police]/_se[l_police])) - 0.702832507643202) <= 1.2e-07
assert abs(2*ttail(e(df_r),abs(_b[unemployrt]/_se[unemployrt])) - 0.602833234770675) <= 1.21e-07
assert abs(2*ttail(e(df_r),abs(_b[poverty]/_se[poverty])) - 0.457296701474726) <= 1.17e-07
assert abs(e(df_r) - 486) <= 4.86e-05
assert abs(e(F) - 2.88471514790488) <= 2.88e-07
assert abs(Ftail(4,e(df_r),e(F)) - 0.0221581037827619) <= 1.91e-08

reghdfe l_homicide post l_police unemployrt poverty [aw=popwt], absorb(sid year) vce(robust)
assert abs(_se[post] - 0.021733354495025) <= 2.17e-09
assert abs(_se[l_police] - 0.0709071093926045) <= 7.09e-09
assert abs(_se[unemployrt] - 0.00853101504464926) <= 8.53e-10
assert abs(_se[poverty] - 0.00934704411467797) <= 9.35e-10
assert abs(_b[post]/_se[post] - 2.94088126151233) <= 2.94e-07
assert abs(_b[l_police]/_se[l_police] - 0.485801221204643) <= 4.86e-08
assert abs(_b[unemployrt]/_se[unemployrt] + 0.46088971535906) <= 4.61e-08
assert abs(_b[poverty]/_se[poverty] + 0.711293708028265) <= 7.11e-08
assert abs(2*ttail(e(df_r),abs(_b[post]/_se[post])) - 0.00342889342377567) <= 4.24e-09
assert abs(2*ttail(e(df_r),abs(_b[l_police]/_se[l_police])) - 0.627327054760836) <= 1.21e-07
assert abs(2*ttail(e(df_r),abs(_b[unemployrt]/_se[unemployrt])) - 0.645083904688302) <= 1.21e-07
assert abs(2*ttail(e(df_r),abs(_b[poverty]/_se[poverty])) - 0.477243493954817) <= 1.18e-07
assert abs(e(df_r) - 486) <= 4.86e-05
assert abs(e(F) - 2.17433444996737) <= 2.17e-07
assert abs(Ftail(4,e(df_r),e(F)) - 0.0708092833260958) <= 4.46e-08

reghdfe l_homicide post l_police unemployrt poverty [aw=popwt], absorb(sid year) vce(cluster sid)
assert abs(_se[post] - 0.0280699165845992) <= 2.81e-09
assert abs(_se[l_police] - 0.0787687178030846) <= 7.88e-09
assert abs(_se[unemployrt] - 0.0141870120046383) <= 1.42e-09
assert abs(_se[poverty] - 0.0137303165103921) <= 1.37e-09
assert abs(_b[post]/_se[post] - 2.27700053156878) <= 2.28e-07
assert abs(_b[l_police]/_se[l_police] - 0.437315234978594) <= 4.37e-08
assert abs(_b[unemployrt]/_se[unemployrt] + 0.277144834611177) <= 2.77e-08
assert abs(_b[poverty]/_se[poverty] + 0.484219985926834) <= 4.84e-08
assert abs(2*ttail(e(df_r),abs(_b[post]/_se[post])) - 0.0271892183023417) <= 2.23e-08
assert abs(2*ttail(e(df_r),abs(_b[l_police]/_se[l_police])) - 0.663804184245485) <= 1.21e-07
assert abs(2*ttail(e(df_r),abs(_b[unemployrt]/_se[unemployrt])) - 0.782834761630184) <= 1.17e-07
assert abs(2*ttail(e(df_r),abs(_b[poverty]/_se[poverty])) - 0.630387079526586) <= 1.21e-07
assert abs(e(df_r) - 49) <= 4.9e-06
assert abs(e(F) - 1.36604319404972) <= 1.37e-07
assert abs(Ftail(4,e(df_r),e(F)) - 0.259364175003868) <= 9.59e-08
