* Limited outcomes against likelihoods written out again in Python 3.11 with NumPy 1.24: maximised by Newton's method
* with derivatives from complex steps, standard errors from the observed information, robust ones with N/(N-1).
* Nothing is shared with nqp but the formula of the likelihood. Numbers have 8 to 9 digits. R 4.2.2 gives the same for
* logit (glm), ologit and oprobit (ordinal::clm), mlogit (nnet::multinom), tobit (AER::tobit), poisson and fracreg (glm
* with sandwich). Tests that name R have R's numbers alone.
set type double
sysuse mroz, clear
gen fi = faminc/10000
gen byte og = cond(hours == 0, 0, cond(hours < 1500, 1, 2))
gen share = hours/5000

*** logit
logit inlf nwifeinc educ exper age kidslt6
assert abs(e(ll) + 406.458271021) < 1e-7
assert reldif(_b[nwifeinc], -0.019899787) < 1e-7 & reldif(_se[nwifeinc], 0.0082677912) < 1e-7
assert reldif(_b[kidslt6], -1.46357719) < 1e-7 & reldif(_se[_cons], 0.74207111) < 1e-7
logit inlf nwifeinc educ exper age kidslt6, robust
assert reldif(_se[nwifeinc], 0.0087532817) < 1e-7 & reldif(_se[exper], 0.014239796) < 1e-7

*** probit: the observed information, not the expected one
probit inlf nwifeinc educ exper age kidslt6
assert abs(e(ll) + 406.542061513) < 1e-7
assert reldif(_b[educ], 0.131532588) < 1e-7 & reldif(_se[educ], 0.024973117) < 1e-7
assert reldif(_b[age], -0.0579193052) < 1e-7 & reldif(_se[age], 0.0078292062) < 1e-7
probit inlf nwifeinc educ exper age kidslt6, robust
assert reldif(_se[educ], 0.025455478) < 1e-7 & reldif(_se[_cons], 0.43852447) < 1e-7

*** cloglog
cloglog inlf nwifeinc educ exper age kidslt6
assert abs(e(ll) + 406.930861678) < 1e-7
assert reldif(_b[kidslt6], -1.02194613) < 1e-7 & reldif(_se[kidslt6], 0.14016964) < 1e-7
cloglog inlf nwifeinc educ exper age kidslt6, robust
assert reldif(_se[kidslt6], 0.13890264) < 1e-7 & reldif(_se[_cons], 0.46966985) < 1e-7

*** tobit
tobit hours nwifeinc educ exper age kidslt6, ll(0)
assert abs(e(ll) + 3825.318767051) < 1e-6 & reldif(ln(e(sigma)), 7.03096754) < 1e-8
assert reldif(_b[nwifeinc], -8.46508012) < 1e-7 & reldif(_se[nwifeinc], 4.4614285) < 1e-7
assert reldif(_b[kidslt6], -919.944545) < 1e-7 & reldif(_se[kidslt6], 111.83702) < 1e-7
assert reldif(_se[/var(e.hours)], 2*e(sigma)^2*0.037091408) < 1e-7
tobit hours nwifeinc educ exper age kidslt6, ll(0) vce(robust)
assert reldif(_se[educ], 21.737746) < 1e-7 & reldif(_se[kidslt6], 115.05443) < 1e-7

*** truncreg
truncreg hours nwifeinc educ exper age kidslt6 if inlf, ll(0)
assert e(N) == 428 & abs(e(ll) + 3394.980766412) < 1e-6 & reldif(ln(e(sigma)), 6.75807401) < 1e-8
assert reldif(_b[educ], -22.7632192) < 1e-6 & reldif(_se[educ], 23.105003) < 1e-7
assert reldif(_b[kidslt6], -491.11317) < 1e-7 & reldif(_se[kidslt6], 156.01209) < 1e-7

*** intreg
gen lower = cond(hours == 0, ., cond(hours <= 1000, 0, cond(hours <= 2000, 1000, 2000)))
gen upper = cond(hours == 0, 0, cond(hours <= 1000, 1000, cond(hours <= 2000, 2000, .)))
intreg lower upper nwifeinc educ exper age kidslt6
assert abs(e(ll) + 832.479421073) < 1e-6 & reldif(_b[/lnsigma], 6.99403059) < 1e-8
assert reldif(_se[/lnsigma], 0.042749195) < 1e-6
assert reldif(_b[educ], 105.43379) < 1e-7 & reldif(_se[educ], 21.664628) < 1e-6

*** heckman: the likelihood of Mroz's wages (-832.88508 is what other packages print)
heckman lwage educ exper expersq, select(inlf = nwifeinc educ exper expersq age kidslt6 kidsge6)
assert abs(e(ll) + 832.885081544) < 1e-6 & e(N) == 753
assert reldif(_b[lwage:educ], 0.108350192) < 1e-6 & reldif(_se[lwage:educ], 0.014860706) < 1e-6
assert reldif(_b[inlf:kidslt6], -0.867398739) < 1e-6 & reldif(_se[inlf:kidslt6], 0.11865095) < 1e-6
assert reldif(_b[/athrho], 0.0266132514) < 1e-5 & reldif(_se[/athrho], 0.14718213) < 1e-6
assert reldif(_b[/lnsigma], -0.410380811) < 1e-6 & reldif(_se[/lnsigma], 0.034229095) < 1e-6
heckman lwage educ exper expersq, select(inlf = nwifeinc educ exper expersq age kidslt6 kidsge6) vce(robust)
assert reldif(_se[lwage:educ], 0.013583576) < 1e-6 & reldif(_se[/lnsigma], 0.058554906) < 1e-6

*** poisson
poisson kidsge6 educ age fi
assert abs(e(ll) + 1104.684362813) < 1e-7
assert reldif(_b[educ], -0.0577496137) < 1e-7 & reldif(_se[educ], 0.015334009) < 1e-7
poisson kidsge6 educ age fi, vce(robust)
assert reldif(_se[educ], 0.016554807) < 1e-7 & reldif(_se[_cons], 0.2719056) < 1e-7

*** nbreg, both kinds of dispersion
gen n = floor(hours/400)
nbreg n educ exper
assert abs(e(ll) + 1231.752681840) < 1e-6
assert reldif(_b[educ], 0.0491936379) < 1e-6 & reldif(_se[educ], 0.023785603) < 1e-6
assert reldif(_b[exper], 0.066046419) < 1e-6 & reldif(_b[/lnalpha], 0.335759397) < 1e-6
assert reldif(_se[/lnalpha], 0.10643329) < 1e-6
nbreg n educ exper, vce(robust)
assert reldif(_se[educ], 0.021296677) < 1e-6
nbreg n educ exper, dispersion(constant)
assert abs(e(ll) + 1210.602825440) < 1e-6
assert reldif(_b[educ], 0.0566507389) < 1e-6 & reldif(_se[educ], 0.020249488) < 1e-6
assert reldif(_b[/lndelta], 0.842815079) < 1e-6 & reldif(_se[/lndelta], 0.11516664) < 1e-6
nbreg n educ exper, dispersion(constant) vce(robust)
assert reldif(_se[exper], 0.005063684) < 1e-6

*** zip
gen n = floor(hours/400)
zip n educ exper, inflate(age kidslt6)
assert abs(e(ll) + 1134.180046050) < 1e-6
assert reldif(_b[n:educ], 0.0145891196) < 1e-6 & reldif(_se[n:educ], 0.013882875) < 1e-6
assert reldif(_b[inflate:age], 0.0553961635) < 1e-6 & reldif(_se[inflate:age], 0.011921971) < 1e-6
assert reldif(_b[inflate:kidslt6], 1.65910321) < 1e-6 & reldif(_b[inflate:_cons], -2.78163225) < 1e-6
zip n educ exper, inflate(age kidslt6) vce(robust)
assert reldif(_se[n:exper], 0.0037110117) < 1e-6 & reldif(_se[inflate:_cons], 0.5500565) < 1e-6

*** ologit and oprobit
ologit og educ exper kidslt6
assert abs(e(ll) + 726.076751128) < 1e-7
assert reldif(_b[educ], 0.130180331) < 1e-7 & reldif(_se[educ], 0.031569325) < 1e-7
assert reldif(_b[/cut1], 2.0792846) < 1e-7 & reldif(_se[/cut2], 0.42146581) < 1e-7
ologit og educ exper kidslt6, vce(robust)
assert reldif(_se[exper], 0.010621701) < 1e-7
oprobit og educ exper kidslt6
assert abs(e(ll) + 726.352167594) < 1e-7
assert reldif(_b[kidslt6], -0.462330959) < 1e-7 & reldif(_se[kidslt6], 0.092333275) < 1e-7
assert reldif(_b[/cut2], 2.19555302) < 1e-7 & reldif(_se[/cut1], 0.24186972) < 1e-7

*** mlogit
mlogit og educ exper kidslt6, baseoutcome(0)
assert abs(e(ll) + 719.076552814) < 1e-7
assert reldif(_b[1:educ], 0.225099813) < 1e-7 & reldif(_se[1:educ], 0.042483782) < 1e-7
assert reldif(_b[2:kidslt6], -1.11532194) < 1e-7 & reldif(_se[2:kidslt6], 0.2676759) < 1e-7
mlogit og educ exper kidslt6, baseoutcome(0) vce(robust)
assert reldif(_se[1:exper], 0.015152006) < 1e-7 & reldif(_se[2:_cons], 0.59757521) < 1e-7

*** fracreg
fracreg logit share educ age kidslt6
assert abs(e(ll) + 306.936016824) < 1e-7
assert reldif(_b[educ], 0.0752265353) < 1e-7 & reldif(_se[educ], 0.0207304) < 1e-6
fracreg probit share educ age kidslt6
assert abs(e(ll) + 306.939062840) < 1e-7
assert reldif(_b[age], -0.0144173089) < 1e-7 & reldif(_se[age], 0.0038034072) < 1e-7

*** Panels: conditional logit by elementary symmetric polynomials; random effects with 60-point adaptive quadrature
sysuse nlswork_sample, clear
xtset idcode year
clogit union age not_smsa south, group(idcode)
assert e(N) == 544 & abs(e(ll) + 190.288739339) < 1e-7
assert reldif(_b[age], 0.0891002387) < 1e-7 & reldif(_se[age], 0.020649382) < 1e-7
assert reldif(_b[not_smsa], -1.03113806) < 1e-7 & reldif(_se[south], 1.1120941) < 1e-7
clogit union age not_smsa south, group(idcode) vce(robust)
assert reldif(_se[age], 0.0266753) < 1e-6 & reldif(_se[not_smsa], 1.0887017) < 1e-7
xtlogit union age not_smsa south, re intpoints(100)
assert e(N_g) == 321 & abs(e(ll) + 571.718377767) < 1e-4
assert reldif(_b[age], 0.0942336022) < 1e-5 & reldif(_se[age], 0.019418111) < 1e-5
assert reldif(_b[/lnsig2u], 2.50875982) < 1e-5 & reldif(_se[/lnsig2u], 0.20235235) < 1e-4
xtlogit union age not_smsa south, re intpoints(100) intmethod(mcaghermite)
assert abs(e(ll) + 571.718377767) < 1e-4 & reldif(_b[age], 0.0942336022) < 1e-5
xtlogit union age not_smsa south, re intpoints(150) intmethod(ghermite)
assert abs(e(ll) + 571.718377767) < .05
* 12 points at the posterior means: the same quadrature written out. R 4.2.2, lme4 1.1-31, glmer, 25 points at the
* modes: -571.7285, .094183
xtlogit union age not_smsa south, re
assert abs(e(ll) + 571.3289457582) < 1e-6 & reldif(_b[age], .09424292) < 1e-6 & reldif(_se[age], .01926856) < 1e-6
assert reldif(_b[/lnsig2u], 2.55324826) < 1e-6 & "`e(intmethod)'" == "mvaghermite" & e(converged) == 1
xtprobit union age not_smsa south, re intpoints(100)
assert abs(e(ll) + 572.690602440) < 1e-5
assert reldif(_b[age], 0.0523365799) < 1e-6 & reldif(_se[age], 0.01077086) < 1e-6
assert reldif(_b[/lnsig2u], 1.35057963) < 1e-6

*** Panels: Poisson with gamma effects, with normal effects, and conditional on the panel's sum
sysuse nlswork_sample, clear
xtset idcode year
gen y = min(wks_ue, 5) if wks_ue < .
xtpoisson y age not_smsa tenure, re
assert e(N_g) == 355 & abs(e(ll) + 2335.040578559) < 1e-6
assert reldif(_b[age], 0.0253559213) < 1e-6 & reldif(_se[age], 0.0052772855) < 1e-6
assert reldif(_b[/lnalpha], 0.722446641) < 1e-6 & reldif(_se[/lnalpha], 0.11229789) < 1e-6
xtpoisson y age not_smsa tenure, fe
assert e(N) == 1097 & reldif(_b[age], 0.0274105355) < 1e-7 & reldif(_se[age], 0.0055649211) < 1e-7
xtpoisson y age not_smsa tenure, fe vce(robust)
assert reldif(_se[tenure], 0.045605348) < 1e-6
xtpoisson y age not_smsa tenure, re normal intpoints(30)
assert abs(e(ll) + 2365.741879884) < 1e-3 & reldif(_b[age], 0.0260908703) < 1e-4
assert reldif(_b[/lnsig2u], 0.823633195) < 1e-3

*** Quantile regression: R 4.2.2, quantreg 5.94 (wages are floats here, doubles there)
sysuse mroz, clear
qreg lwage educ exper expersq if inlf
assert reldif(_b[educ], .1160753891381) < 1e-6 & reldif(_b[expersq], -.0008302899782) < 1e-6
assert reldif(e(sum_adev), 99.3865411113) < 1e-6 | reldif(e(sum_adev), 2*99.3865411113) < 1e-6
qreg lwage educ exper expersq if inlf, quantile(.25)
assert reldif(_b[educ], .116532526242) < 1e-6 & reldif(_b[_cons], -.981820701965) < 1e-6

*** glm, families and links: R 4.2.2, glm with dispersion by Pearson's statistic; expected information
glm wage educ exper if inlf, family(gamma) link(log)
assert reldif(e(deviance), 175.30371827) < 1e-6 & reldif(_b[educ], .110433583618) < 1e-6
glm wage educ exper if inlf, family(gamma) link(log) irls
assert reldif(_se[educ], .016328029611) < 1e-6 & reldif(_se[_cons], .219403995579) < 1e-6
assert reldif(e(dispers_p), .594442989436) < 1e-6
glm wage educ exper if inlf, family(gamma)
assert reldif(e(deviance), 174.495798108) < 1e-6 & reldif(_b[educ], -.025981249522) < 1e-6
assert reldif(_se[educ], .003558399228) < 1e-6
glm wage educ exper if inlf, family(igaussian) link(log) irls
assert reldif(e(deviance), 73.7126923128) < 1e-6 & reldif(_b[educ], .106271320654) < 1e-6
assert reldif(_se[educ], .01679834784) < 1e-5 & reldif(e(dispers_p), .157262052631) < 1e-6
glm wage educ exper if inlf, family(gaussian) link(log) irls
assert reldif(e(deviance), 4057.27760969) < 1e-6 & reldif(_b[educ], .123611915392) < 1e-6
assert reldif(_se[educ], .014679787161) < 1e-5

*** zinb on geometric counts with certain zeros
clear
set obs 600
gen x = mod(_n*31, 17)/10
gen w = mod(_n*13, 11)/10
gen y = cond(mod(_n*7919, 1009)/1009 < .15 + .3*w, 0, floor(-ln(1 - mod(_n*577, 1013)/1013)*exp(.8 + .5*x)))
zinb y x, inflate(w)
assert abs(e(ll) + 1091.737600417) < 1e-6
assert reldif(_b[y:x], .67215252) < 1e-6 & reldif(_se[y:x], .11829844) < 1e-6
assert reldif(_b[inflate:w], 1.04351366) < 1e-6 & reldif(_se[inflate:_cons], .32295476) < 1e-6
assert reldif(_b[/lnalpha], -.246626905) < 1e-6 & reldif(_se[/lnalpha], .21084188) < 1e-6
zinb y x, inflate(w) vce(robust)
assert reldif(_se[y:x], .10789164) < 1e-6 & reldif(_se[/lnalpha], .1860379) < 1e-6

*** ivprobit and ivtobit
ivprobit inlf exper age kidslt6 (educ = huseduc motheduc)
assert abs(e(ll) + 1872.267429793) < 1e-6
assert reldif(_b[inlf:educ], .075246959) < 1e-6 & reldif(_se[inlf:educ], .035539618) < 1e-6
assert reldif(_b[/athrho], .105676759) < 1e-5 & reldif(_se[/athrho], .077265409) < 1e-6
ivprobit inlf exper age kidslt6 (educ = huseduc motheduc), vce(robust)
assert reldif(_se[inlf:educ], .036156767) < 1e-6
gen h = hours/1000
ivtobit h exper age kidslt6 (educ = huseduc motheduc), ll(0)
assert abs(e(ll) + 2333.639703911) < 1e-6
assert reldif(_b[h:educ], .0438278704) < 1e-6 & reldif(_se[h:educ], .031242003) < 1e-6
assert reldif(_b[/alpha], .050879228) < 1e-5 & reldif(_se[/lnv], .025768747) < 1e-6
