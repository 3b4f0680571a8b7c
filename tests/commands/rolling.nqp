* rolling: means of windows by hand.
clear
set obs 10
generate t = _n
generate double x = _n^2
tsset t
rolling m=r(mean) n=r(N), window(3) clear nodots double: summarize x
assert _N == 8 & n == 3
forvalues i = 1/8 {
  assert start[`i'] == `i' & end[`i'] == `i' + 2
  assert reldif(m[`i'], ((`i')^2 + (`i'+1)^2 + (`i'+2)^2)/3) < 1e-12
}
clear
set obs 12
generate id = ceil(_n/6)
generate t = mod(_n-1, 6) + 1
generate x = _n
xtset id t
rolling n=r(N), window(2) stepsize(2) recursive clear nodots: summarize x
assert _N == 6 & n[1] == 2 & n[3] == 6 & id[4] == 2 & start[6] == 1 & end[6] == 6
clear
set obs 3
generate x = _n
capture rolling r(mean), window(2) clear nodots: summarize x
assert _rc == 111
