* Card: just identified; cluster on reg = 1..9 built from reg661-reg669 (9 clusters)
* Source: own matrix algebra (Cragg-Donald, Kleibergen-Paap, Anderson, Sargan, Hansen J verified to 10 digits against
* real ivreg2 output on griliches76), coefficients checked against R 4.2.2, ivreg 0.6.7
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
set linesize 255
import delimited "`data'/card.csv", clear case(lower)
generate byte reg = reg661*1+reg662*2+reg663*3+reg664*4+reg665*5+reg666*6+reg667*7+reg668*8+reg669*9
keep if !missing(lwage, educ, nearc4, exper, expersq, black, south, smsa, reg)

ivregress 2sls lwage exper expersq black south smsa (educ = nearc4)
assert abs(e(N) - 3010) <= 3.01e-05
assert abs(_b[educ] - 0.132288839998941) <= 1.32e-09
assert abs(_b[exper] - 0.10749798567997) <= 1.07e-09
assert abs(_b[expersq] - -0.00228407196701012) <= 2.28e-11
assert abs(_b[black] - -0.130801894159455) <= 1.31e-09
assert abs(_b[south] - -0.104900533619636) <= 1.05e-09
assert abs(_b[smsa] - 0.131323662869613) <= 1.31e-09
assert abs(_b[_cons] - 3.75278134139979) <= 3.75e-08
assert abs(_se[educ] - 0.0491759548470382) <= 4.92e-10
assert abs(_se[exper] - 0.0212758253838608) <= 2.13e-10
assert abs(_se[expersq] - 0.000333744027779905) <= 3.34e-12
assert abs(_se[black] - 0.0528107901213855) <= 5.28e-10
assert abs(_se[south] - 0.0230462588158694) <= 2.3e-10
assert abs(_se[smsa] - 0.030094780045531) <= 3.01e-10
assert abs(_se[_cons] - 0.82837596668935) <= 8.28e-09
assert abs(e(rss) - 459.178501916911) <= 4.59e-06
assert abs(e(rmse) - 0.39057777370786) <= 3.91e-09
assert abs(e(r2) - 0.22520041244457) <= 2.25e-09
ivregress 2sls lwage exper expersq black south smsa (educ = nearc4), small
assert abs(_se[educ] - 0.0492332361184627) <= 4.92e-10
assert abs(_se[exper] - 0.0213006079494944) <= 2.13e-10
assert abs(_se[expersq] - 0.000334132780419301) <= 3.34e-12
assert abs(_se[black] - 0.0528723053316645) <= 5.29e-10
assert abs(_se[south] - 0.0230731036226588) <= 2.31e-10
assert abs(_se[smsa] - 0.0301298351302693) <= 3.01e-10
assert abs(_se[_cons] - 0.829340877868748) <= 8.29e-09
assert abs(e(rmse) - 0.391032727588018) <= 3.91e-09

ivregress 2sls lwage exper expersq black south smsa (educ = nearc4), vce(robust)
assert abs(_b[educ] - 0.132288839998941) <= 1.32e-09
assert abs(_b[exper] - 0.10749798567997) <= 1.07e-09
assert abs(_b[expersq] - -0.00228407196701012) <= 2.28e-11
assert abs(_b[black] - -0.130801894159455) <= 1.31e-09
assert abs(_b[south] - -0.104900533619636) <= 1.05e-09
assert abs(_b[smsa] - 0.131323662869613) <= 1.31e-09
assert abs(_b[_cons] - 3.75278134139979) <= 3.75e-08
assert abs(_se[educ] - 0.0485213415348894) <= 4.85e-10
assert abs(_se[exper] - 0.0211129056382314) <= 2.11e-10
assert abs(_se[expersq] - 0.000346338457023794) <= 3.46e-12
assert abs(_se[black] - 0.0514512787100051) <= 5.15e-10
assert abs(_se[south] - 0.0228996989088803) <= 2.29e-10
assert abs(_se[smsa] - 0.0297683673622665) <= 2.98e-10
assert abs(_se[_cons] - 0.816749822481301) <= 8.17e-09
assert abs(e(rss) - 459.178501916911) <= 4.59e-06
assert abs(e(rmse) - 0.39057777370786) <= 3.91e-09
assert abs(e(r2) - 0.22520041244457) <= 2.25e-09
ivregress 2sls lwage exper expersq black south smsa (educ = nearc4), vce(robust) small
assert abs(_se[educ] - 0.0485778602978293) <= 4.86e-10
assert abs(_se[exper] - 0.0211374984312374) <= 2.11e-10
assert abs(_se[expersq] - 0.000346741879941015) <= 3.47e-12
assert abs(_se[black] - 0.0515112103304504) <= 5.15e-10
assert abs(_se[south] - 0.0229263729993544) <= 2.29e-10
assert abs(_se[smsa] - 0.0298030422340824) <= 2.98e-10
assert abs(_se[_cons] - 0.817701191263321) <= 8.18e-09
assert abs(e(rmse) - 0.391032727588018) <= 3.91e-09

ivregress 2sls lwage exper expersq black south smsa (educ = nearc4), vce(cluster reg)
assert abs(_b[educ] - 0.132288839998941) <= 1.32e-09
assert abs(_b[exper] - 0.10749798567997) <= 1.07e-09
assert abs(_b[expersq] - -0.00228407196701012) <= 2.28e-11
assert abs(_b[black] - -0.130801894159455) <= 1.31e-09
assert abs(_b[south] - -0.104900533619636) <= 1.05e-09
assert abs(_b[smsa] - 0.131323662869613) <= 1.31e-09
assert abs(_b[_cons] - 3.75278134139979) <= 3.75e-08
assert abs(_se[educ] - 0.0436019916526751) <= 4.36e-10
assert abs(_se[exper] - 0.0148772457753354) <= 1.49e-10
assert abs(_se[expersq] - 0.000396170456508576) <= 3.96e-12
assert abs(_se[black] - 0.0410982604228623) <= 4.11e-10
assert abs(_se[south] - 0.0416775437935127) <= 4.17e-10
assert abs(_se[smsa] - 0.0268489640865812) <= 2.68e-10
assert abs(_se[_cons] - 0.731397004150337) <= 7.31e-09
assert abs(e(rss) - 459.178501916911) <= 4.59e-06
assert abs(e(rmse) - 0.39057777370786) <= 3.91e-09
assert abs(e(r2) - 0.22520041244457) <= 2.25e-09
ivregress 2sls lwage exper expersq black south smsa (educ = nearc4), vce(cluster reg) small
assert abs(_se[educ] - 0.0462930735972848) <= 4.63e-10
assert abs(_se[exper] - 0.0157954581315609) <= 1.58e-10
assert abs(_se[expersq] - 0.00042062179742416) <= 4.21e-12
assert abs(_se[black] - 0.04363481396977) <= 4.36e-10
assert abs(_se[south] - 0.0442498502718917) <= 4.42e-10
assert abs(_se[smsa] - 0.028506061841666) <= 2.85e-10
assert abs(_se[_cons] - 0.776538274023725) <= 7.77e-09
assert abs(e(rmse) - 0.391032727588018) <= 3.91e-09

ivregress liml lwage exper expersq black south smsa (educ = nearc4)
assert abs(_b[educ] - 0.13228883999953) <= 1.32e-09
assert abs(_b[exper] - 0.107497985680217) <= 1.07e-09
assert abs(_b[expersq] - -0.00228407196701081) <= 2.28e-11
assert abs(_b[black] - -0.130801894158862) <= 1.31e-09
assert abs(_b[south] - -0.104900533619432) <= 1.05e-09
assert abs(_b[smsa] - 0.131323662869311) <= 1.31e-09
assert abs(_b[_cons] - 3.75278134138984) <= 3.75e-08
assert abs(_se[educ] - 0.0491759548470299) <= 4.92e-10
assert abs(_se[exper] - 0.0212758253838589) <= 2.13e-10
assert abs(_se[expersq] - 0.000333744027780182) <= 3.34e-12
assert abs(_se[black] - 0.0528107901213829) <= 5.28e-10
assert abs(_se[south] - 0.0230462588158763) <= 2.3e-10
assert abs(_se[smsa] - 0.0300947800455352) <= 3.01e-10
assert abs(_se[_cons] - 0.828375966689208) <= 8.28e-09
assert abs(e(rss) - 459.178501917693) <= 4.59e-06
assert abs(e(rmse) - 0.390577773708193) <= 3.91e-09
assert abs(e(kappa) - 0.999999999999999) <= 1e-08
assert abs(e(r2) - 0.22520041244325) <= 2.25e-09
ivregress liml lwage exper expersq black south smsa (educ = nearc4), small
assert abs(_se[educ] - 0.0492332361184544) <= 4.92e-10
assert abs(_se[exper] - 0.0213006079494925) <= 2.13e-10
assert abs(_se[expersq] - 0.000334132780419578) <= 3.34e-12
assert abs(_se[black] - 0.0528723053316619) <= 5.29e-10
assert abs(_se[south] - 0.0230731036226657) <= 2.31e-10
assert abs(_se[smsa] - 0.0301298351302735) <= 3.01e-10
assert abs(_se[_cons] - 0.829340877868606) <= 8.29e-09
assert abs(e(rmse) - 0.391032727588351) <= 3.91e-09

ivregress liml lwage exper expersq black south smsa (educ = nearc4), vce(robust)
assert abs(_b[educ] - 0.13228883999953) <= 1.32e-09
assert abs(_b[exper] - 0.107497985680217) <= 1.07e-09
assert abs(_b[expersq] - -0.00228407196701081) <= 2.28e-11
assert abs(_b[black] - -0.130801894158862) <= 1.31e-09
assert abs(_b[south] - -0.104900533619432) <= 1.05e-09
assert abs(_b[smsa] - 0.131323662869311) <= 1.31e-09
assert abs(_b[_cons] - 3.75278134138984) <= 3.75e-08
assert abs(_se[educ] - 0.0485213415347639) <= 4.85e-10
assert abs(_se[exper] - 0.0211129056382212) <= 2.11e-10
assert abs(_se[expersq] - 0.000346338457024192) <= 3.46e-12
assert abs(_se[black] - 0.0514512787099597) <= 5.15e-10
assert abs(_se[south] - 0.0228996989088914) <= 2.29e-10
assert abs(_se[smsa] - 0.0297683673622563) <= 2.98e-10
assert abs(_se[_cons] - 0.816749822479588) <= 8.17e-09
assert abs(e(rss) - 459.178501917693) <= 4.59e-06
assert abs(e(rmse) - 0.390577773708193) <= 3.91e-09
assert abs(e(kappa) - 0.999999999999999) <= 1e-08
assert abs(e(r2) - 0.22520041244325) <= 2.25e-09
ivregress liml lwage exper expersq black south smsa (educ = nearc4), vce(robust) small
assert abs(_se[educ] - 0.0485778602977037) <= 4.86e-10
assert abs(_se[exper] - 0.0211374984312272) <= 2.11e-10
assert abs(_se[expersq] - 0.000346741879941414) <= 3.47e-12
assert abs(_se[black] - 0.0515112103304049) <= 5.15e-10
assert abs(_se[south] - 0.0229263729993655) <= 2.29e-10
assert abs(_se[smsa] - 0.0298030422340721) <= 2.98e-10
assert abs(_se[_cons] - 0.817701191261605) <= 8.18e-09
assert abs(e(rmse) - 0.391032727588351) <= 3.91e-09

ivregress liml lwage exper expersq black south smsa (educ = nearc4), vce(cluster reg)
assert abs(_b[educ] - 0.13228883999953) <= 1.32e-09
assert abs(_b[exper] - 0.107497985680217) <= 1.07e-09
assert abs(_b[expersq] - -0.00228407196701081) <= 2.28e-11
assert abs(_b[black] - -0.130801894158862) <= 1.31e-09
assert abs(_b[south] - -0.104900533619432) <= 1.05e-09
assert abs(_b[smsa] - 0.131323662869311) <= 1.31e-09
assert abs(_b[_cons] - 3.75278134138984) <= 3.75e-08
assert abs(_se[educ] - 0.0436019916519116) <= 4.36e-10
assert abs(_se[exper] - 0.0148772457749393) <= 1.49e-10
assert abs(_se[expersq] - 0.000396170456508771) <= 3.96e-12
assert abs(_se[black] - 0.0410982604217388) <= 4.11e-10
assert abs(_se[south] - 0.041677543793509) <= 4.17e-10
assert abs(_se[smsa] - 0.0268489640863762) <= 2.68e-10
assert abs(_se[_cons] - 0.731397004140157) <= 7.31e-09
assert abs(e(rss) - 459.178501917693) <= 4.59e-06
assert abs(e(rmse) - 0.390577773708193) <= 3.91e-09
assert abs(e(kappa) - 0.999999999999999) <= 1e-08
assert abs(e(r2) - 0.22520041244325) <= 2.25e-09
ivregress liml lwage exper expersq black south smsa (educ = nearc4), vce(cluster reg) small
assert abs(_se[educ] - 0.0462930735964742) <= 4.63e-10
assert abs(_se[exper] - 0.0157954581311404) <= 1.58e-10
assert abs(_se[expersq] - 0.000420621797424368) <= 4.21e-12
assert abs(_se[black] - 0.0436348139685772) <= 4.36e-10
assert abs(_se[south] - 0.0442498502718878) <= 4.42e-10
assert abs(_se[smsa] - 0.0285060618414484) <= 2.85e-10
assert abs(_se[_cons] - 0.776538274012917) <= 7.77e-09
assert abs(e(rmse) - 0.391032727588351) <= 3.91e-09

* tests that assume iid errors; the same numbers stand in each tests_* block
ivreg2 lwage exper expersq black south smsa (educ = nearc4), first
matrix FS = e(first)
assert abs(e(cdf) - 16.7175914364514) <= 1.67e-07
assert abs(e(idstat) - 16.6637934508909) <= 1.67e-07
assert abs(e(iddf) - 1) <= 1e-08
assert abs(e(idp) - 4.46246310566594e-05) <= 4.46e-13
assert abs(e(cdf) - 16.7175914364514) <= 1.67e-07
assert abs(e(idstat) - 16.6637934508909) <= 1.67e-07
assert abs(e(iddf) - 1) <= 1e-08
assert abs(e(idp) - 4.46246310566594e-05) <= 4.46e-13
assert abs(e(cdf) - 16.7175914364514) <= 1.67e-07
assert abs(e(idstat) - 16.6637934508909) <= 1.67e-07
assert abs(e(iddf) - 1) <= 1e-08
assert abs(e(idp) - 4.46246310566594e-05) <= 4.46e-13
assert abs(FS[rownumb(FS,"F"),colnumb(FS,"educ")] - 16.7175914364538) <= 1.67e-07
assert abs(FS[rownumb(FS,"df"),colnumb(FS,"educ")] - 1) <= 1e-08
assert abs(FS[rownumb(FS,"df_r"),colnumb(FS,"educ")] - 3003) <= 3e-05
assert abs(FS[rownumb(FS,"pvalue"),colnumb(FS,"educ")] - 4.45150794408048e-05) <= 4.45e-13
assert abs(FS[rownumb(FS,"pr2"),colnumb(FS,"educ")] - 0.00553614400361825) <= 5.54e-11
ivregress 2sls lwage exper expersq black south smsa (educ = nearc4)
estat endogenous
assert abs(r(wu) - 1.53903779579389) <= 1.54e-08
assert abs(r(df) - 1) <= 1e-08
assert abs(r(wudf_r) - 3002) <= 3e-05
assert abs(r(p_wu) - 0.214858029420525) <= 2.15e-09
assert abs(r(durbin) - 1.54234844529914) <= 1.54e-08
assert abs(r(p_durbin) - 0.214268582026614) <= 2.14e-09
assert abs(r(wu) - 1.53903779579389) <= 1.54e-08
assert abs(r(df) - 1) <= 1e-08
assert abs(r(wudf_r) - 3002) <= 3e-05
assert abs(r(p_wu) - 0.214858029420525) <= 2.15e-09
assert abs(r(durbin) - 1.54234844529914) <= 1.54e-08
assert abs(r(p_durbin) - 0.214268582026614) <= 2.14e-09
assert abs(r(wu) - 1.53903779579389) <= 1.54e-08
assert abs(r(df) - 1) <= 1e-08
assert abs(r(wudf_r) - 3002) <= 3e-05
assert abs(r(p_wu) - 0.214858029420525) <= 2.15e-09
assert abs(r(durbin) - 1.54234844529914) <= 1.54e-08
assert abs(r(p_durbin) - 0.214268582026614) <= 2.14e-09

* Kleibergen-Paap and Hansen, robust
ivreg2 lwage exper expersq black south smsa (educ = nearc4), robust first
matrix FS = e(first)
assert abs(e(idstat) - 17.3414244426796) <= 1.73e-07
assert abs(e(iddf) - 1) <= 1e-08
assert abs(e(idp) - 3.12304328124133e-05) <= 3.12e-13
assert abs(e(rkf)*1*e(N)/(e(N)-7) - 17.5541396775312) <= 1.76e-07
assert abs(e(rkf) - 17.5133160968858) <= 1.75e-07
assert abs(FS[rownumb(FS,"F"),colnumb(FS,"educ")] - 17.5133160968884) <= 1.75e-07
assert abs(FS[rownumb(FS,"df"),colnumb(FS,"educ")] - 1) <= 1e-08
assert abs(FS[rownumb(FS,"df_r"),colnumb(FS,"educ")] - 3003) <= 3e-05
assert abs(FS[rownumb(FS,"pvalue"),colnumb(FS,"educ")] - 2.93487799989488e-05) <= 2.93e-13
assert abs(FS[rownumb(FS,"pr2"),colnumb(FS,"educ")] - 0.00553614400361825) <= 5.54e-11

* Kleibergen-Paap and Hansen, cluster
ivreg2 lwage exper expersq black south smsa (educ = nearc4), cluster(reg) first
matrix FS = e(first)
assert abs(e(idstat) - 4.34536821140707) <= 4.35e-08
assert abs(e(iddf) - 1) <= 1e-08
assert abs(e(idp) - 0.0371097419680499) <= 3.71e-10
assert abs(e(rkf)*1*(e(N)-1)/(e(N)-7)*e(N_clust)/(e(N_clust)-1) - 22.1002666947551) <= 2.21e-07
assert abs(e(rkf) - 19.6055096589785) <= 1.96e-07
assert abs(FS[rownumb(FS,"F"),colnumb(FS,"educ")] - 19.6055096589825) <= 1.96e-07
assert abs(FS[rownumb(FS,"df"),colnumb(FS,"educ")] - 1) <= 1e-08
assert abs(FS[rownumb(FS,"df_r"),colnumb(FS,"educ")] - 8) <= 8e-08
assert abs(FS[rownumb(FS,"pvalue"),colnumb(FS,"educ")] - 0.00220342604887212) <= 2.2e-11
assert abs(FS[rownumb(FS,"pr2"),colnumb(FS,"educ")] - 0.00553614400361825) <= 5.54e-11

* first stages, tests_iid
regress educ nearc4 exper expersq black south smsa
assert abs(_b[nearc4] - 0.337320780088783) <= 3.37e-09
assert abs(_b[exper] - -0.410008063991824) <= 4.1e-09
assert abs(_b[expersq] - 0.000732287244231852) <= 7.32e-12
assert abs(_b[black] - -1.00613826786104) <= 1.01e-08
assert abs(_b[south] - -0.291464017005689) <= 2.91e-09
assert abs(_b[smsa] - 0.403876876671352) <= 4.04e-09
assert abs(_b[_cons] - 16.6591746484334) <= 1.67e-07
assert abs(_se[nearc4] - 0.0825004357457366) <= 8.25e-10
assert abs(_se[exper] - 0.0336938745770799) <= 3.37e-10
assert abs(_se[expersq] - 0.00164994615707439) <= 1.65e-11
assert abs(_se[black] - 0.0896454186470565) <= 8.96e-10
assert abs(_se[south] - 0.0792247209828901) <= 7.92e-10
assert abs(_se[smsa] - 0.0848872409264124) <= 8.49e-10
assert abs(_se[_cons] - 0.176388850862923) <= 1.76e-09
assert abs(e(r2) - 0.47446648320722) <= 4.74e-09

* first stages, tests_robust
regress educ nearc4 exper expersq black south smsa, vce(robust)
assert abs(_b[nearc4] - 0.337320780088783) <= 3.37e-09
assert abs(_b[exper] - -0.410008063991824) <= 4.1e-09
assert abs(_b[expersq] - 0.000732287244231852) <= 7.32e-12
assert abs(_b[black] - -1.00613826786104) <= 1.01e-08
assert abs(_b[south] - -0.291464017005689) <= 2.91e-09
assert abs(_b[smsa] - 0.403876876671352) <= 4.04e-09
assert abs(_b[_cons] - 16.6591746484334) <= 1.67e-07
assert abs(_se[nearc4] - 0.0806044284548546) <= 8.06e-10
assert abs(_se[exper] - 0.0319791147039505) <= 3.2e-10
assert abs(_se[expersq] - 0.00170290806392393) <= 1.7e-11
assert abs(_se[black] - 0.0877849047443467) <= 8.78e-10
assert abs(_se[south] - 0.0784453803398915) <= 7.84e-10
assert abs(_se[smsa] - 0.084946670244485) <= 8.49e-10
assert abs(_se[_cons] - 0.146740779870708) <= 1.47e-09
assert abs(e(r2) - 0.47446648320722) <= 4.74e-09

* first stages, tests_cluster
regress educ nearc4 exper expersq black south smsa, vce(cluster reg)
assert abs(_b[nearc4] - 0.337320780088783) <= 3.37e-09
assert abs(_b[exper] - -0.410008063991824) <= 4.1e-09
assert abs(_b[expersq] - 0.000732287244231852) <= 7.32e-12
assert abs(_b[black] - -1.00613826786104) <= 1.01e-08
assert abs(_b[south] - -0.291464017005689) <= 2.91e-09
assert abs(_b[smsa] - 0.403876876671352) <= 4.04e-09
assert abs(_b[_cons] - 16.6591746484334) <= 1.67e-07
assert abs(_se[nearc4] - 0.0761822907951439) <= 7.62e-10
assert abs(_se[exper] - 0.0260803614684352) <= 2.61e-10
assert abs(_se[expersq] - 0.00153019932522327) <= 1.53e-11
assert abs(_se[black] - 0.0696212444353643) <= 6.96e-10
assert abs(_se[south] - 0.111246432556429) <= 1.11e-09
assert abs(_se[smsa] - 0.0798206867640349) <= 7.98e-10
assert abs(_se[_cons] - 0.110040469006247) <= 1.1e-09
assert abs(e(r2) - 0.47446648320722) <= 4.74e-09
