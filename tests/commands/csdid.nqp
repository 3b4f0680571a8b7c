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
