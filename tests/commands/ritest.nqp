* ritest and permute, cluster(): clusters are given the treatment as a whole
clear
set obs 80
generate village = ceil(_n/8)
generate byte d = village <= 5
generate y = village/20 + 2*d + mod(7*_n, 5)/10
generate byte half = village > 4
* indicators of villages explain the treatment in every draw
ritest d e(r2), reps(30) seed(1) cluster(village) right nodots: regress d i.village
matrix P = r(p)
assert P[1,1] == 1
* without clusters they never do
ritest d e(r2), reps(30) seed(1) right nodots: regress d i.village
matrix P = r(p)
assert P[1,1] == 0
* within strata: villages 1 to 4 all stay treated
ritest d r(mean), reps(30) seed(1) cluster(village) strata(half) nodots left: summarize d if !half
matrix P = r(p)
matrix C = r(reps)
assert P[1,1] == 1 & C[1,1] == 30
capture ritest d _b[d], reps(5) cluster(village): regress y
assert _rc != 0
capture ritest y _b[y], reps(5) cluster(village): regress d y
assert _rc == 459
capture ritest d _b[d], reps(5) cluster(village) strata(y): regress y d
assert _rc == 459
capture ritest, reps(5): regress y d
assert _rc == 100
