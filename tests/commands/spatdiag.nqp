* spatdiag: expected values from R 4.2, spdep 1.2.7: lm.morantest() and lm.LMtests(test = "all") with the rook
* neighbours of a 4 x 4 grid, rows of the weights divided by their sums.
clear
set obs 16
generate i = _n
generate row = ceil(_n/4)
generate col = mod(_n - 1, 4) + 1
generate x = mod(7*i, 11)
generate z = mod(5*i, 7)
generate y = 2 + x - .5*z + mod(i, 5) + row - 1
matrix W = J(16, 16, 0)
forvalues a = 1/16 {
  forvalues b = 1/16 {
    if abs(row[`a'] - row[`b']) + abs(col[`a'] - col[`b']) == 1 matrix W[`a', `b'] = 1
  }
}
forvalues a = 1/16 {
  local sum = 0
  forvalues b = 1/16 {
    local sum = `sum' + W[`a', `b']
  }
  forvalues b = 1/16 {
    matrix W[`a', `b'] = W[`a', `b']/`sum'
  }
}
capture spatdiag, weights(W)
assert _rc == 301
regress y x z
spatdiag, weights(W)
matrix S = r(stats)
assert abs(r(I) - .3771044814669424) < 1e-12
assert abs(S[1,1] - 2.19460499583843) < 1e-10 & abs(S[1,3] - 2*(1 - normal(S[1,1]))) < 1e-12
assert abs(S[2,1] - 3.29293214097898) < 1e-10 & abs(S[3,1] - 1.79803740295573) < 1e-10
assert abs(S[4,1] - 1.53408413847394) < 1e-10 & abs(S[5,1] - .0391894004506887) < 1e-10
assert abs(S[4,3] - chi2tail(1, S[4,1])) < 1e-12

* Two periods of the same units: block-diagonal weights in R. The order of the rows does not matter.
expand 2, generate(later)
replace y = y*1.1 + mod(i, 3) if later
replace x = mod(3*i, 8) if later
replace z = mod(2*i, 5) if later
xtset i later
regress y x z
spatdiag, w(W)
matrix S = r(stats)
assert abs(S[1,1] + 1.31314714739925) < 1e-6
assert abs(S[2,1] - 1.8288463717628) < 1e-6 & abs(S[3,1] - 2.3969746656554) < 1e-6
assert abs(S[4,1] - .841632916094746) < 1e-6 & abs(S[5,1] - 1.40976120998735) < 1e-6

* What it refuses.
regress y x z if i > 1
capture spatdiag, w(W)
assert _rc == 503
capture spatdiag
assert _rc == 198
capture spatdiag, w(nosuch)
assert _rc == 111
