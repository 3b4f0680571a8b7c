* NIST StRD linear regression Filip
* Source: NIST StRD certified values
set type double
set linesize 255
import delimited "$TESTS/numeric/data/nist_filip.csv", clear
generate double x2 = x^2
generate double x3 = x^3
generate double x4 = x^4
generate double x5 = x^5
generate double x6 = x^6
generate double x7 = x^7
generate double x8 = x^8
generate double x9 = x^9
generate double x10 = x^10

regress y x x2 x3 x4 x5 x6 x7 x8 x9 x10
assert abs(_b[_cons] + 1467.4896142298) <= 0.00147
assert abs(_b[x] + 2772.17959193342) <= 0.00277
assert abs(_b[x2] + 2316.37108160893) <= 0.00232
assert abs(_b[x3] + 1127.97394098372) <= 0.00113
assert abs(_b[x4] + 354.478233703349) <= 0.000354
assert abs(_b[x5] + 75.1242017393757) <= 7.51e-05
assert abs(_b[x6] + 10.8753180355343) <= 1.09e-05
assert abs(_b[x7] + 1.06221498588947) <= 1.06e-06
assert abs(_b[x8] + 0.0670191154593408) <= 6.7e-08
assert abs(_b[x9] + 0.00246781078275479) <= 2.47e-09
assert abs(_b[x10] + 4.02962525080404e-05) <= 4.03e-11
assert abs(_se[_cons] - 298.084530995537) <= 0.000298
assert abs(_se[x] - 559.77986547495) <= 0.00056
assert abs(_se[x2] - 466.477572127796) <= 0.000466
assert abs(_se[x3] - 227.204274477751) <= 0.000227
assert abs(_se[x4] - 71.6478660875927) <= 7.16e-05
assert abs(_se[x5] - 15.28971787474) <= 1.53e-05
assert abs(_se[x6] - 2.23691159816033) <= 2.24e-06
assert abs(_se[x7] - 0.221624321934227) <= 2.22e-07
assert abs(_se[x8] - 0.0142363763154724) <= 1.42e-08
assert abs(_se[x9] - 0.000535617408889821) <= 5.36e-10
assert abs(_se[x10] - 8.96632837373868e-06) <= 8.97e-12
assert abs(e(N) - 82) <= 8.2e-05
assert abs(e(rmse) - 0.00334801051324544) <= 3.35e-09
assert abs(e(r2) - 0.99672741618562) <= 9.97e-07
assert abs(e(df_m) - 10) <= 1e-05
assert abs(e(df_r) - 71) <= 7.1e-05
assert abs(e(mss) - 0.242391619837339) <= 2.42e-07
assert abs(e(mss)/e(df_m) - 0.0242391619837339) <= 2.42e-08
assert abs(e(F) - 2162.43954511489) <= 0.00216
assert abs(e(rss) - 0.000795851382172941) <= 7.96e-10
assert abs(e(rss)/e(df_r) - 1.1209174396802e-05) <= 1.12e-11
