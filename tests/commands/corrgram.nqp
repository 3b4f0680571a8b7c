* Autocorrelations. Numbers: R 4.2.2, acf, Box.test(type = "Ljung") and lm on the lags.
clear
input double y
2.1
2.5
1.9
3.2
3.9
3.1
4.4
4.0
5.2
4.8
5.9
5.1
6.2
6.8
6.1
7.3
7.0
7.9
7.2
8.4
8.1
9.0
8.7
9.9
9.1
end
generate t = _n
tsset t

*** Autocorrelations, partial ones and Q
corrgram y, lags(4)
assert reldif(r(ac1), .840430748642) < 1e-10 & reldif(r(ac4), .501142768381) < 1e-10
assert reldif(r(pac1), .916686657634) < 1e-10 & reldif(r(pac2), .83810314171) < 1e-10
assert reldif(r(pac3), .464687954299) < 1e-10
assert reldif(r(q3), 47.4159961927) < 1e-10 & reldif(r(p3), 2.83488454933e-10) < 1e-8
matrix A = r(AC)
assert colsof(A) == 4
corrgram y, noplot
assert r(lags) == 10
ac y, lags(8)
pac y, lags(8) level(90) title("partial")

*** Mistakes
capture corrgram y in 1/3
assert _rc == 2001
capture corrgram y, lags(50)
assert _rc == 198
drop in 10
capture corrgram y
assert _rc == 459
generate one = 1
capture corrgram one in 1/9
assert _rc == 409
tsset, clear
capture ac y
assert _rc == 111
