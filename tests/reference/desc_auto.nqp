* Summaries, correlations and classical tests of the automobile data
* Expected values: own formulas (Stata definitions) in R 4.2.2; relative tolerance 1e-09.
set type double
import delimited "$TESTS/reference/data/auto.csv", clear

summarize price, detail
assert abs(r(N) - 74) <= 7.4e-08
assert abs(r(mean) - 6165.25675675676) <= 6.17e-06
assert abs(r(sd) - 2949.49588476892) <= 2.95e-06
assert abs(r(Var) - 8699525.97426879) <= 0.0087
assert abs(r(min) - 3291) <= 3.29e-06
assert abs(r(max) - 15906) <= 1.59e-05
assert abs(r(sum) - 456229) <= 0.000456
assert abs(r(skewness) - 1.65343351170486) <= 1.65e-09
assert abs(r(kurtosis) - 4.819187528464) <= 4.82e-09
assert abs(r(p1) - 3291) <= 3.29e-06
assert abs(r(p5) - 3748) <= 3.75e-06
assert abs(r(p10) - 3895) <= 3.89e-06
assert abs(r(p25) - 4195) <= 4.2e-06
assert abs(r(p50) - 5006.5) <= 5.01e-06
assert abs(r(p75) - 6342) <= 6.34e-06
assert abs(r(p90) - 11385) <= 1.14e-05
assert abs(r(p95) - 13466) <= 1.35e-05
assert abs(r(p99) - 15906) <= 1.59e-05

summarize mpg, detail
assert abs(r(N) - 74) <= 7.4e-08
assert abs(r(mean) - 21.2972972972973) <= 2.13e-08
assert abs(r(sd) - 5.78550320973514) <= 5.79e-09
assert abs(r(Var) - 33.4720473898556) <= 3.35e-08
assert abs(r(min) - 12) <= 1.2e-08
assert abs(r(max) - 41) <= 4.1e-08
assert abs(r(sum) - 1576) <= 1.58e-06
assert abs(r(skewness) - 0.948717596458815) <= 9.49e-10
assert abs(r(kurtosis) - 3.97500459645325) <= 3.98e-09
assert abs(r(p1) - 12) <= 1.2e-08
assert abs(r(p5) - 14) <= 1.4e-08
assert abs(r(p10) - 14) <= 1.4e-08
assert abs(r(p25) - 18) <= 1.8e-08
assert abs(r(p50) - 20) <= 2e-08
assert abs(r(p75) - 25) <= 2.5e-08
assert abs(r(p90) - 29) <= 2.9e-08
assert abs(r(p95) - 34) <= 3.4e-08
assert abs(r(p99) - 41) <= 4.1e-08

summarize weight, detail
assert abs(r(N) - 74) <= 7.4e-08
assert abs(r(mean) - 3019.45945945946) <= 3.02e-06
assert abs(r(sd) - 777.193567137366) <= 7.77e-07
assert abs(r(Var) - 604029.840799704) <= 0.000604
assert abs(r(min) - 1760) <= 1.76e-06
assert abs(r(max) - 4840) <= 4.84e-06
assert abs(r(sum) - 223440) <= 0.000223
assert abs(r(skewness) - 0.148116372600323) <= 1.48e-10
assert abs(r(kurtosis) - 2.11840315264766) <= 2.12e-09
assert abs(r(p1) - 1760) <= 1.76e-06
assert abs(r(p5) - 1830) <= 1.83e-06
assert abs(r(p10) - 2020) <= 2.02e-06
assert abs(r(p25) - 2240) <= 2.24e-06
assert abs(r(p50) - 3190) <= 3.19e-06
assert abs(r(p75) - 3600) <= 3.6e-06
assert abs(r(p90) - 4060) <= 4.06e-06
assert abs(r(p95) - 4290) <= 4.29e-06
assert abs(r(p99) - 4840) <= 4.84e-06

summarize rep78, detail
assert abs(r(N) - 69) <= 6.9e-08
assert abs(r(mean) - 3.40579710144928) <= 3.41e-09
assert abs(r(sd) - 0.989932270109041) <= 9.9e-10
assert abs(r(Var) - 0.97996589940324) <= 9.8e-10
assert abs(r(min) - 1) <= 1e-09
assert abs(r(max) - 5) <= 5e-09
assert abs(r(sum) - 235) <= 2.35e-07
assert abs(r(skewness) - -0.0570331233055325) <= 5.7e-11
assert abs(r(kurtosis) - 2.67808639306649) <= 2.68e-09
assert abs(r(p1) - 1) <= 1e-09
assert abs(r(p5) - 2) <= 2e-09
assert abs(r(p10) - 2) <= 2e-09
assert abs(r(p25) - 3) <= 3e-09
assert abs(r(p50) - 3) <= 3e-09
assert abs(r(p75) - 4) <= 4e-09
assert abs(r(p90) - 5) <= 5e-09
assert abs(r(p95) - 5) <= 5e-09
assert abs(r(p99) - 5) <= 5e-09

* tabstat: statistics in rows
tabstat price mpg weight rep78, statistics(cv iqr semean) save
matrix S = r(StatTotal)
assert abs(S[1,1] - 0.478406009861057) <= 4.78e-10
assert abs(S[2,1] - 2147) <= 2.15e-06
assert abs(S[3,1] - 342.871932088999) <= 3.43e-07
assert abs(S[1,2] - 0.271654338528173) <= 2.72e-10
assert abs(S[2,2] - 7) <= 7e-09
assert abs(S[3,2] - 0.672551087076498) <= 6.73e-10
assert abs(S[1,3] - 0.257394933620503) <= 2.57e-10
assert abs(S[2,3] - 1360) <= 1.36e-06
assert abs(S[3,3] - 90.3469170266048) <= 9.03e-08
assert abs(S[1,4] - 0.290660964414995) <= 2.91e-10
assert abs(S[2,4] - 1) <= 1e-09
assert abs(S[3,4] - 0.119173840834209) <= 1.19e-10

* correlations, listwise
correlate price mpg weight rep78
assert abs(r(N) - 69) <= 6.9e-08
matrix C = r(C)
assert abs(C[1,1] - 1) <= 1e-09
assert abs(C[1,2] - -0.455948954824622) <= 4.56e-10
assert abs(C[1,3] - 0.547839563049733) <= 5.48e-10
assert abs(C[1,4] - 0.00655327254307083) <= 6.55e-12
assert abs(C[2,1] - -0.455948954824622) <= 4.56e-10
assert abs(C[2,2] - 1) <= 1e-09
assert abs(C[2,3] - -0.805519802030103) <= 8.06e-10
assert abs(C[2,4] - 0.402340386531643) <= 4.02e-10
assert abs(C[3,1] - 0.547839563049733) <= 5.48e-10
assert abs(C[3,2] - -0.805519802030103) <= 8.06e-10
assert abs(C[3,3] - 1) <= 1e-09
assert abs(C[3,4] - -0.400344148117471) <= 4e-10
assert abs(C[4,1] - 0.00655327254307083) <= 6.55e-12
assert abs(C[4,2] - 0.402340386531643) <= 4.02e-10
assert abs(C[4,3] - -0.400344148117471) <= 4e-10
assert abs(C[4,4] - 1) <= 1e-09
correlate price mpg weight rep78, covariance
matrix C = r(C)
assert abs(C[1,1] - 8482308.21867008) <= 0.00848
assert abs(C[1,2] - -7790.14514066496) <= 7.79e-06
assert abs(C[1,3] - 1265034.17519182) <= 0.00127
assert abs(C[1,4] - 18.8938618925831) <= 1.89e-08
assert abs(C[2,1] - -7790.14514066496) <= 7.79e-06
assert abs(C[2,2] - 34.4147485080989) <= 3.44e-08
assert abs(C[2,3] - -3746.62617220801) <= 3.75e-06
assert abs(C[2,4] - 2.33653026427963) <= 2.34e-09
assert abs(C[3,1] - 1265034.17519182) <= 0.00127
assert abs(C[3,2] - -3746.62617220801) <= 3.75e-06
assert abs(C[3,3] - 628613.46973572) <= 0.000629
assert abs(C[3,4] - -314.217817561807) <= 3.14e-07
assert abs(C[4,1] - 18.8938618925831) <= 1.89e-08
assert abs(C[4,2] - 2.33653026427963) <= 2.34e-09
assert abs(C[4,3] - -314.217817561807) <= 3.14e-07
assert abs(C[4,4] - 0.97996589940324) <= 9.8e-10

* pairwise
pwcorr price mpg weight rep78, sig obs
matrix C = r(C)
matrix P = r(sig)
assert abs(C[2,1] - -0.468596688195187) <= 4.69e-10
assert abs(P[2,1] - 2.54613120514307e-05) <= 5.64e-13
assert abs(C[3,1] - 0.538611462600479) <= 5.39e-10
assert abs(P[3,1] - 7.41617082846365e-07) <= 2.17e-14
assert abs(C[3,2] - -0.807174858942442) <= 8.07e-10
assert abs(P[3,2] - 3.79848593656701e-18) <= 3.09e-25
assert abs(C[4,1] - 0.00655327254307083) <= 6.55e-12
assert abs(P[4,1] - 0.957380020699579) <= 1.04e-09
assert abs(C[4,2] - 0.402340386531643) <= 4.02e-10
assert abs(P[4,2] - 0.000610083723426822) <= 9.64e-12
assert abs(C[4,3] - -0.400344148117471) <= 4e-10
assert abs(P[4,3] - 0.000653198188792494) <= 1.02e-11
spearman mpg price
assert abs(r(N) - 74) <= 7.4e-08
assert abs(r(rho) - -0.541913163288425) <= 5.42e-10
spearman weight price
assert abs(r(N) - 74) <= 7.4e-08
assert abs(r(rho) - 0.486537323608898) <= 4.87e-10
spearman weight mpg
assert abs(r(N) - 74) <= 7.4e-08
assert abs(r(rho) - -0.857550733457489) <= 8.58e-10
spearman rep78 price
assert abs(r(N) - 69) <= 6.9e-08
assert abs(r(rho) - 0.102751873567502) <= 1.03e-10
spearman rep78 mpg
assert abs(r(N) - 69) <= 6.9e-08
assert abs(r(rho) - 0.309826680158012) <= 3.1e-10
spearman rep78 weight
assert abs(r(N) - 69) <= 6.9e-08
assert abs(r(rho) - -0.413813110507899) <= 4.14e-10

* two groups
ttest price, by(foreign)
assert abs(r(N_1) - 52) <= 5.2e-08
assert abs(r(N_2) - 22) <= 2.2e-08
assert abs(r(mu_1) - 6072.42307692308) <= 6.07e-06
assert abs(r(mu_2) - 6384.68181818182) <= 6.38e-06
assert abs((r(mu_1)-r(mu_2)) - -312.258741258741) <= 3.12e-07
assert abs(r(t) - -0.413889883298314) <= 4.14e-10
assert abs(r(df_t) - 72) <= 7.2e-08
assert abs(r(p) - 0.68018508825461) <= 1.2e-09
assert abs((r(mu_1)-r(mu_2)-invttail(r(df_t),.025)*r(se)) - -1816.22501149092) <= 1.82e-06
assert abs((r(mu_1)-r(mu_2)+invttail(r(df_t),.025)*r(se)) - 1191.70752897343) <= 1.19e-06
ttest price, by(foreign) unequal
assert abs(r(t) - -0.442959379729898) <= 4.43e-10
assert abs(r(df_t) - 46.4471132114771) <= 4.64e-08
assert abs(r(p) - 0.659851389270219) <= 1.21e-09
quietly summarize price if !missing(foreign)
local m = r(mean)
ttest price == `m' if foreign==0
assert abs(r(t) - -0.216148093553422) <= 2.16e-10
assert abs(r(df_t) - 51) <= 5.1e-08
assert abs(r(p) - 0.829734534340447) <= 1.14e-09
sdtest price, by(foreign)
assert abs(r(F) - 1.39532190616569) <= 1.4e-09
assert abs(r(df_1) - 51) <= 5.1e-08
assert abs(r(df_2) - 21) <= 2.1e-08
ranksum price, by(foreign)
assert abs((abs(r(z))) - 1.04070981694079) <= 1.04e-09
assert abs((2*normal(-abs(r(z)))) - 0.298010245683338) <= 1.02e-09
ksmirnov price, by(foreign)
assert abs(r(D) - 0.244755244755245) <= 2.45e-10

* winsor2
winsor2 price, cuts(1 99)
summarize price_w, detail
assert abs(r(N) - 74) <= 7.4e-08
assert abs(r(mean) - 6165.25675675676) <= 6.17e-06
assert abs(r(sd) - 2949.49588476892) <= 2.95e-06
assert abs(r(Var) - 8699525.97426879) <= 0.0087
assert abs(r(min) - 3291) <= 3.29e-06
assert abs(r(max) - 15906) <= 1.59e-05
assert abs(r(sum) - 456229) <= 0.000456
assert abs(r(skewness) - 1.65343351170486) <= 1.65e-09
assert abs(r(kurtosis) - 4.819187528464) <= 4.82e-09
assert abs(r(p1) - 3291) <= 3.29e-06
assert abs(r(p5) - 3748) <= 3.75e-06
assert abs(r(p10) - 3895) <= 3.89e-06
assert abs(r(p25) - 4195) <= 4.2e-06
assert abs(r(p50) - 5006.5) <= 5.01e-06
assert abs(r(p75) - 6342) <= 6.34e-06
assert abs(r(p90) - 11385) <= 1.14e-05
assert abs(r(p95) - 13466) <= 1.35e-05
assert abs(r(p99) - 15906) <= 1.59e-05
assert abs((r(sd)/r(mean)) - 0.478406009861057) <= 4.78e-10
assert abs((r(p75)-r(p25)) - 2147) <= 2.15e-06
assert abs((r(sd)/sqrt(r(N))) - 342.871932088999) <= 3.43e-07
assert abs(r(min) - 3291) <= 3.29e-06
assert abs(r(max) - 15906) <= 1.59e-05
count if price_w != price
assert abs((r(N))) <= 1e-12
winsor2 price, cuts(1 99) trim
summarize price_tr, detail
assert abs(r(N) - 74) <= 7.4e-08
assert abs(r(mean) - 6165.25675675676) <= 6.17e-06
assert abs(r(sd) - 2949.49588476892) <= 2.95e-06
assert abs(r(Var) - 8699525.97426879) <= 0.0087
assert abs(r(min) - 3291) <= 3.29e-06
assert abs(r(max) - 15906) <= 1.59e-05
assert abs(r(sum) - 456229) <= 0.000456
assert abs(r(skewness) - 1.65343351170486) <= 1.65e-09
assert abs(r(kurtosis) - 4.819187528464) <= 4.82e-09
assert abs(r(p1) - 3291) <= 3.29e-06
assert abs(r(p5) - 3748) <= 3.75e-06
assert abs(r(p10) - 3895) <= 3.89e-06
assert abs(r(p25) - 4195) <= 4.2e-06
assert abs(r(p50) - 5006.5) <= 5.01e-06
assert abs(r(p75) - 6342) <= 6.34e-06
assert abs(r(p90) - 11385) <= 1.14e-05
assert abs(r(p95) - 13466) <= 1.35e-05
assert abs(r(p99) - 15906) <= 1.59e-05
assert abs((r(sd)/r(mean)) - 0.478406009861057) <= 4.78e-10
assert abs((r(p75)-r(p25)) - 2147) <= 2.15e-06
assert abs((r(sd)/sqrt(r(N))) - 342.871932088999) <= 3.43e-07
winsor2 price, cuts(5 95) suffix(_w5)
summarize price_w5, detail
assert abs(r(N) - 74) <= 7.4e-08
assert abs(r(mean) - 6129.91891891892) <= 6.13e-06
assert abs(r(sd) - 2794.68825304218) <= 2.79e-06
assert abs(r(Var) - 7810282.43169197) <= 0.00781
assert abs(r(min) - 3748) <= 3.75e-06
assert abs(r(max) - 13466) <= 1.35e-05
assert abs(r(sum) - 453614) <= 0.000454
assert abs(r(skewness) - 1.52362179624461) <= 1.52e-09
assert abs(r(kurtosis) - 4.13817065462359) <= 4.14e-09
assert abs(r(p1) - 3748) <= 3.75e-06
assert abs(r(p5) - 3748) <= 3.75e-06
assert abs(r(p10) - 3895) <= 3.89e-06
assert abs(r(p25) - 4195) <= 4.2e-06
assert abs(r(p50) - 5006.5) <= 5.01e-06
assert abs(r(p75) - 6342) <= 6.34e-06
assert abs(r(p90) - 11385) <= 1.14e-05
assert abs(r(p95) - 13466) <= 1.35e-05
assert abs(r(p99) - 13466) <= 1.35e-05
assert abs((r(sd)/r(mean)) - 0.455909497337211) <= 4.56e-10
assert abs((r(p75)-r(p25)) - 2147) <= 2.15e-06
assert abs((r(sd)/sqrt(r(N))) - 324.875910441243) <= 3.25e-07

egen double std = std(price)
summarize std
assert abs(r(mean) - 2.93965302550664e-17) <= 1e-12
assert abs(std[1] - -0.700545733061309) <= 7.01e-10
assert abs(std[2] - -0.480169090613162) <= 4.8e-10
assert abs(std[3] - -0.802258029575838) <= 8.02e-10
assert abs(std[4] - -0.457453344391584) <= 4.57e-10
assert abs(std[5] - 0.563399071625907) <= 5.63e-10
tabulate foreign, matcell(T)
assert abs(T[1,1] - 52) <= 5.2e-08
assert abs(T[2,1] - 22) <= 2.2e-08
