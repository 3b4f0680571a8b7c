* csdid on county minimum wages: numbers from R's did 2.1.2 (att_gt, aggte, analytical errors).
sysuse mpdta
csdid lemp lpop, ivar(countyreal) time(year) gvar(first_treat) method(dripw)
assert reldif(_b[g2004:t_2003_2004], -0.0145296683111164) < 1e-7 & reldif(_se[g2004:t_2003_2004], 0.0221291572370764) < 1e-6
assert reldif(_b[g2007:t_2003_2004], 0.0267277962037011) < 1e-7 & reldif(_se[g2007:t_2003_2004], 0.0140656607643964) < 1e-6
estat event
matrix B = r(b)
matrix V = r(V)
assert reldif(B[1,2], -0.0803539497500554) < 1e-7 & reldif(sqrt(V[2,2]), 0.0189575572424329) < 1e-6
estat simple
matrix B = r(b)
matrix V = r(V)
assert reldif(B[1,1], -0.0417517720610815) < 1e-7 & reldif(sqrt(V[1,1]), 0.0115028381509289) < 1e-6
estat calendar
matrix B = r(b)
matrix V = r(V)
assert reldif(B[1,1], -0.0441773577615357) < 1e-7 & reldif(sqrt(V[1,1]), 0.0150381750944651) < 1e-6
estat pretrend
assert reldif(r(chi2), 6.84182498165929) < 1e-5 & r(df) == 5
* The overall average over cohorts: its error by hand (numpy), from the influence functions and the estimated cohort
* shares. R's did 2.1 has .01241527: it takes the first cohort for all of them when it accounts for the shares.
quietly csdid lemp, ivar(countyreal) time(year) gvar(first_treat) agg(group)
assert reldif(_b[GAverage], -.031018282228749) < 1e-9 & reldif(_se[GAverage], .012446059320998) < 1e-9
csdid lemp lpop, ivar(countyreal) time(year) gvar(first_treat) method(stdipw)
assert reldif(_b[g2004:t_2003_2004], -0.0145484311246123) < 1e-7 & reldif(_se[g2004:t_2003_2004], 0.0221145331157066) < 1e-6
assert reldif(_b[g2007:t_2003_2004], 0.0265561036235853) < 1e-7 & reldif(_se[g2007:t_2003_2004], 0.0140441585046543) < 1e-6
estat event
matrix B = r(b)
matrix V = r(V)
assert reldif(B[1,2], -0.0803768866250998) < 1e-7 & reldif(sqrt(V[2,2]), 0.0189542503814373) < 1e-6
estat simple
matrix B = r(b)
matrix V = r(V)
assert reldif(B[1,1], -0.0417770821895944) < 1e-7 & reldif(sqrt(V[1,1]), 0.0114997193642147) < 1e-6
estat calendar
matrix B = r(b)
matrix V = r(V)
assert reldif(B[1,1], -0.04417010102852) < 1e-7 & reldif(sqrt(V[1,1]), 0.0150352235861729) < 1e-6
csdid lemp lpop, ivar(countyreal) time(year) gvar(first_treat) method(dripw) notyet asinr
assert reldif(_b[g2004:t_2003_2004], -0.0211830534787591) < 1e-7 & reldif(_se[g2004:t_2003_2004], 0.0216482077147274) < 1e-6
assert reldif(_b[g2007:t_2003_2004], 0.0269326529006586) < 1e-7 & reldif(_se[g2007:t_2003_2004], 0.0139136259706739) < 1e-6
estat event
matrix B = r(b)
matrix V = r(V)
assert reldif(B[1,2], -0.0799926209618754) < 1e-7 & reldif(sqrt(V[2,2]), 0.0184940020776858) < 1e-6
estat simple
matrix B = r(b)
matrix V = r(V)
assert reldif(B[1,1], -0.0413516292999431) < 1e-7 & reldif(sqrt(V[1,1]), 0.0114278390819951) < 1e-6
estat calendar
matrix B = r(b)
matrix V = r(V)
assert reldif(B[1,1], -0.0456646328768679) < 1e-7 & reldif(sqrt(V[1,1]), 0.0146982567564174) < 1e-6
estat event, window(-1 1)
assert colsof(r(b)) == 5
capture csdid lemp, ivar(countyreal) time(year)
assert _rc == 198
capture csdid lemp, ivar(countyreal) time(year) gvar(first_treat) method(none)
assert _rc == 198
quietly regress lemp lpop
capture estat event
assert _rc == 321
*** Repeated cross sections: the estimators of Sant'Anna and Zhao (2020) written out
* Expected: section 3 and appendix of the paper as formulas in R 4.2 (glm and lm for the working models): locally
* efficient doubly robust estimates with the errors of their influence functions, Hajek weights, outcome regressions.
clear
set obs 900
generate t = mod(_n, 4) + 1
generate g = cond(mod(floor(_n/4), 3) == 0, 0, cond(mod(floor(_n/4), 3) == 1, 3, 4))
generate double x = mod(17*_n + 3*floor(_n/7), 101)/50 - 1 + g/20
generate double y = t/2 + x + .3*x*t + g/5 + (g > 0 & t >= g)*(1 + x/2) + mod(29*_n, 37)/20
quietly csdid y x, time(t) gvar(g) method(dripw)
assert abs(_b[g3:t_2_3] - 1.069814851015) < 1e-9 & abs(_se[g3:t_2_3] - .128356041327) < 1e-9
assert abs(_b[g4:t_1_2] + .001179169651) < 1e-9 & abs(_se[g4:t_1_2] - .127838840560) < 1e-9
assert abs(_b[g4:t_3_4] - 1.084090095914) < 1e-9 & abs(_se[g4:t_3_4] - .129586533209) < 1e-9
quietly csdid y x, time(t) gvar(g) method(stdipw)
assert abs(_b[g3:t_2_3] - 1.132269884742) < 1e-9 & abs(_b[g4:t_3_4] - .797072021642) < 1e-9
quietly csdid y x, time(t) gvar(g) method(reg)
assert abs(_b[g3:t_2_3] - 1.068130326090) < 1e-9 & abs(_b[g4:t_1_2] + .043301301760) < 1e-9

*** Averages are stored with estore, posted with post, and drawn
* Expected: the effect at event time 0 in the vignette of R's did for these data, -0.0199.
sysuse mpdta, clear
quietly csdid lemp, ivar(countyreal) time(year) gvar(first_treat)
estat event, estore(cs)
assert "`e(agg)'" == "attgt" & _b[g2004:t_2003_2004] < 0
estimates restore cs
assert "`e(agg)'" == "event" & abs(_b[Tp0] + .0199) < 5e-5
event_plot cs, stub_lag(Tp#) stub_lead(Tm#) default_look
matrix p = r(plot)
assert rowsof(p) == 7
quietly csdid lemp, ivar(countyreal) time(year) gvar(first_treat)
estat plot, title("Employment")
estat aggregation, dynamic graph
assert rowsof(r(b)) == 1 & "`r(agg)'" == "event"
capture estat aggregation, dynamic time
assert _rc == 198
capture estat event, estore
assert _rc == 198
