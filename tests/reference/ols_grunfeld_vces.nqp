* Pooled OLS with classical, HC1 (Stata robust), HC2, HC3, clustered and two-way clustered variance
* Source: own matrix algebra, checked against R 4.2.2, sandwich 3.0.2
set type double
set linesize 255
import delimited "$TESTS/numeric/data/grunfeld.csv", clear

regress inv value capital
assert abs(_b[_cons] + 42.7143694365593) <= 4.27e-08
assert abs(_b[value] - 0.115562156360552) <= 1.16e-10
assert abs(_b[capital] - 0.23067848873197) <= 2.31e-10
assert abs(_se[_cons] - 9.51167603142387) <= 9.51e-09
assert abs(_se[value] - 0.00583570955722063) <= 5.84e-12
assert abs(_se[capital] - 0.0254758014765089) <= 2.55e-11
assert abs(_b[_cons]/_se[_cons] + 4.49073005592739) <= 4.49e-09
assert abs(_b[value]/_se[value] - 19.8025887387704) <= 1.98e-08
assert abs(_b[capital]/_se[capital] - 9.05480791034884) <= 9.05e-09
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 1.20735654138485e-05) <= 2.86e-13
assert abs(2*ttail(e(df_r),abs(_b[value]/_se[value])) - 9.54270268578492e-49) <= 2.12e-55
assert abs(2*ttail(e(df_r),abs(_b[capital]/_se[capital])) - 1.34737010512035e-16) <= 9.98e-24
assert abs(_b[_cons]-invttail(e(df_r),.025)*_se[_cons] + 61.4721463142238) <= 6.15e-08
assert abs(_b[value]-invttail(e(df_r),.025)*_se[value] - 0.104053675895536) <= 1.04e-10
assert abs(_b[capital]-invttail(e(df_r),.025)*_se[capital] - 0.180438194771443) <= 1.8e-10
assert abs(_b[_cons]+invttail(e(df_r),.025)*_se[_cons] + 23.9565925588948) <= 2.4e-08
assert abs(_b[value]+invttail(e(df_r),.025)*_se[value] - 0.127070636825568) <= 1.27e-10
assert abs(_b[capital]+invttail(e(df_r),.025)*_se[capital] - 0.280918782692496) <= 2.81e-10
assert abs(e(N) - 200) <= 2e-07
assert abs(e(df_m) - 2) <= 2e-09
assert abs(e(df_r) - 197) <= 1.97e-07
assert abs(e(rss) - 1755850.48408991) <= 0.00176
assert abs(e(mss) - 7604093.44479759) <= 0.0076
assert abs(e(r2) - 0.812408012544728) <= 8.12e-10
assert abs(e(r2_a) - 0.810503525362441) <= 8.11e-10
assert abs(e(rmse) - 94.408403332255) <= 9.44e-08
assert abs(e(F) - 426.575731304813) <= 4.27e-07
assert abs(Ftail(e(df_m),e(df_r),e(F)) - 2.57992470719433e-72) <= 8.53e-79

regress inv value capital, vce(robust)
assert abs(_b[_cons] + 42.7143694365593) <= 4.27e-08
assert abs(_b[value] - 0.115562156360552) <= 1.16e-10
assert abs(_b[capital] - 0.23067848873197) <= 2.31e-10
assert abs(_se[_cons] - 11.5747011170996) <= 1.16e-08
assert abs(_se[value] - 0.00681095445687198) <= 6.81e-12
assert abs(_se[capital] - 0.0488655395343422) <= 4.89e-11
assert abs(_b[_cons]/_se[_cons] + 3.69032159054683) <= 3.69e-09
assert abs(_b[value]/_se[value] - 16.967101614364) <= 1.7e-08
assert abs(_b[capital]/_se[capital] - 4.72067823112546) <= 4.72e-09
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 0.000289800933621912) <= 5.01e-12
assert abs(2*ttail(e(df_r),abs(_b[value]/_se[value])) - 2.16575451530597e-40) <= 3.98e-47
assert abs(2*ttail(e(df_r),abs(_b[capital]/_se[capital])) - 4.45359502639077e-06) <= 1.14e-13
assert abs(_b[_cons]-invttail(e(df_r),.025)*_se[_cons] + 65.5405948318441) <= 6.55e-08
assert abs(_b[value]-invttail(e(df_r),.025)*_se[value] - 0.102130415876135) <= 1.02e-10
assert abs(_b[capital]-invttail(e(df_r),.025)*_se[capital] - 0.134311782742019) <= 1.34e-10
assert abs(_b[_cons]+invttail(e(df_r),.025)*_se[_cons] + 19.8881440412745) <= 1.99e-08
assert abs(_b[value]+invttail(e(df_r),.025)*_se[value] - 0.12899389684497) <= 1.29e-10
assert abs(_b[capital]+invttail(e(df_r),.025)*_se[capital] - 0.327045194721921) <= 3.27e-10
assert abs(e(N) - 200) <= 2e-07
assert abs(e(df_m) - 2) <= 2e-09
assert abs(e(df_r) - 197) <= 1.97e-07
assert abs(e(rss) - 1755850.48408991) <= 0.00176
assert abs(e(mss) - 7604093.44479759) <= 0.0076
assert abs(e(r2) - 0.812408012544728) <= 8.12e-10
assert abs(e(r2_a) - 0.810503525362441) <= 8.11e-10
assert abs(e(rmse) - 94.408403332255) <= 9.44e-08
assert abs(e(F) - 178.82796950667) <= 1.79e-07
assert abs(Ftail(e(df_m),e(df_r),e(F)) - 5.23108792472603e-45) <= 1.07e-51

regress inv value capital, vce(hc2)
assert abs(_b[_cons] + 42.7143694365593) <= 4.27e-08
assert abs(_b[value] - 0.115562156360552) <= 1.16e-10
assert abs(_b[capital] - 0.23067848873197) <= 2.31e-10
assert abs(_se[_cons] - 12.6678742944202) <= 1.27e-08
assert abs(_se[value] - 0.0069550258013054) <= 6.96e-12
assert abs(_se[capital] - 0.0531650538310572) <= 5.32e-11
assert abs(_b[_cons]/_se[_cons] + 3.37186559037563) <= 3.37e-09
assert abs(_b[value]/_se[value] - 16.6156330202056) <= 1.66e-08
assert abs(_b[capital]/_se[capital] - 4.33891197524219) <= 4.34e-09
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 0.000898618541318317) <= 1.35e-11
assert abs(2*ttail(e(df_r),abs(_b[value]/_se[value])) - 2.47454507668163e-39) <= 4.42e-46
assert abs(2*ttail(e(df_r),abs(_b[capital]/_se[capital])) - 2.28594683786817e-05) <= 5.11e-13
assert abs(_b[_cons]-invttail(e(df_r),.025)*_se[_cons] + 67.6964187351269) <= 6.77e-08
assert abs(_b[value]-invttail(e(df_r),.025)*_se[value] - 0.101846295798409) <= 1.02e-10
assert abs(_b[capital]-invttail(e(df_r),.025)*_se[capital] - 0.125832800742037) <= 1.26e-10
assert abs(_b[_cons]+invttail(e(df_r),.025)*_se[_cons] + 17.7323201379917) <= 1.77e-08
assert abs(_b[value]+invttail(e(df_r),.025)*_se[value] - 0.129278016922695) <= 1.29e-10
assert abs(_b[capital]+invttail(e(df_r),.025)*_se[capital] - 0.335524176721903) <= 3.36e-10
assert abs(e(N) - 200) <= 2e-07
assert abs(e(df_m) - 2) <= 2e-09
assert abs(e(df_r) - 197) <= 1.97e-07
assert abs(e(rss) - 1755850.48408991) <= 0.00176
assert abs(e(mss) - 7604093.44479759) <= 0.0076
assert abs(e(r2) - 0.812408012544728) <= 8.12e-10
assert abs(e(r2_a) - 0.810503525362441) <= 8.11e-10
assert abs(e(rmse) - 94.408403332255) <= 9.44e-08
assert abs(e(F) - 164.528819679791) <= 1.65e-07
assert abs(Ftail(e(df_m),e(df_r),e(F)) - 9.61922532378258e-43) <= 1.87e-49

regress inv value capital, vce(hc3)
assert abs(_b[_cons] + 42.7143694365593) <= 4.27e-08
assert abs(_b[value] - 0.115562156360552) <= 1.16e-10
assert abs(_b[capital] - 0.23067848873197) <= 2.31e-10
assert abs(_se[_cons] - 14.0134954665853) <= 1.4e-08
assert abs(_se[value] - 0.00716266624438008) <= 7.16e-12
assert abs(_se[capital] - 0.0585098662053139) <= 5.85e-11
assert abs(_b[_cons]/_se[_cons] + 3.04808814748685) <= 3.05e-09
assert abs(_b[value]/_se[value] - 16.1339580007966) <= 1.61e-08
assert abs(_b[capital]/_se[capital] - 3.94255710519843) <= 3.94e-09
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 0.00261907867198323) <= 3.38e-11
assert abs(2*ttail(e(df_r),abs(_b[value]/_se[value])) - 7.0722212906844e-38) <= 1.22e-44
assert abs(2*ttail(e(df_r),abs(_b[capital]/_se[capital])) - 0.000111970635218716) <= 2.15e-12
assert abs(_b[_cons]-invttail(e(df_r),.025)*_se[_cons] + 70.3500900361623) <= 7.04e-08
assert abs(_b[value]-invttail(e(df_r),.025)*_se[value] - 0.101436812434057) <= 1.01e-10
assert abs(_b[capital]-invttail(e(df_r),.025)*_se[capital] - 0.115292408319285) <= 1.15e-10
assert abs(_b[_cons]+invttail(e(df_r),.025)*_se[_cons] + 15.0786488369564) <= 1.51e-08
assert abs(_b[value]+invttail(e(df_r),.025)*_se[value] - 0.129687500287047) <= 1.3e-10
assert abs(_b[capital]+invttail(e(df_r),.025)*_se[capital] - 0.346064569144655) <= 3.46e-10
assert abs(e(N) - 200) <= 2e-07
assert abs(e(df_m) - 2) <= 2e-09
assert abs(e(df_r) - 197) <= 1.97e-07
assert abs(e(rss) - 1755850.48408991) <= 0.00176
assert abs(e(mss) - 7604093.44479759) <= 0.0076
assert abs(e(r2) - 0.812408012544728) <= 8.12e-10
assert abs(e(r2_a) - 0.810503525362441) <= 8.11e-10
assert abs(e(rmse) - 94.408403332255) <= 9.44e-08
assert abs(e(F) - 149.481374192149) <= 1.49e-07
assert abs(Ftail(e(df_m),e(df_r),e(F)) - 3.18559869973637e-40) <= 5.83e-47

regress inv value capital, vce(cluster firm)
assert abs(_b[_cons] + 42.7143694365593) <= 4.27e-08
assert abs(_b[value] - 0.115562156360552) <= 1.16e-10
assert abs(_b[capital] - 0.23067848873197) <= 2.31e-10
assert abs(_se[_cons] - 20.4252029284738) <= 2.04e-08
assert abs(_se[value] - 0.0158943366870588) <= 1.59e-11
assert abs(_se[capital] - 0.0849671126355401) <= 8.5e-11
assert abs(_b[_cons]/_se[_cons] + 2.09125802011069) <= 2.09e-09
assert abs(_b[value]/_se[value] - 7.27064983181355) <= 7.27e-09
assert abs(_b[capital]/_se[capital] - 2.71491500154239) <= 2.71e-09
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 0.06604843446459) <= 4.25e-10
assert abs(2*ttail(e(df_r),abs(_b[value]/_se[value])) - 4.71054893936577e-05) <= 9.86e-13
assert abs(2*ttail(e(df_r),abs(_b[capital]/_se[capital])) - 0.0238051605614398) <= 2.02e-10
assert abs(_b[_cons]-invttail(e(df_r),.025)*_se[_cons] + 88.9193885428133) <= 8.89e-08
assert abs(_b[value]-invttail(e(df_r),.025)*_se[value] - 0.0796066687759957) <= 7.96e-11
assert abs(_b[capital]-invttail(e(df_r),.025)*_se[capital] - 0.0384695262812008) <= 3.85e-11
assert abs(_b[_cons]+invttail(e(df_r),.025)*_se[_cons] - 3.49064966969463) <= 3.49e-09
assert abs(_b[value]+invttail(e(df_r),.025)*_se[value] - 0.151517643945108) <= 1.52e-10
assert abs(_b[capital]+invttail(e(df_r),.025)*_se[capital] - 0.422887451182739) <= 4.23e-10
assert abs(e(N) - 200) <= 2e-07
assert abs(e(df_m) - 2) <= 2e-09
assert abs(e(df_r) - 9) <= 9e-09
assert abs(e(rss) - 1755850.48408991) <= 0.00176
assert abs(e(mss) - 7604093.44479759) <= 0.0076
assert abs(e(r2) - 0.812408012544728) <= 8.12e-10
assert abs(e(r2_a) - 0.810503525362441) <= 8.11e-10
assert abs(e(rmse) - 94.408403332255) <= 9.44e-08
assert abs(e(F) - 51.5906047816128) <= 5.16e-08
assert abs(Ftail(e(df_m),e(df_r),e(F)) - 1.17341263386786e-05) <= 2.78e-13
assert abs(e(N_clust) - 10) <= 1e-08

* two-way clustering: one factor with the smaller number of clusters
reghdfe inv value capital, noabsorb vce(cluster firm year)
