* dea and malmquist: example EG4 of DEAP 2.1 (Coelli 1996), published output with three decimals.
clear
input id t x y
1 1 2 1
2 1 4 2
3 1 3 3
4 1 5 4
5 1 6 5
1 2 2 1
2 2 4 3
3 2 3 4
4 2 5 3
5 2 5 5
1 3 2 1
2 3 4 3
3 3 3 4
4 3 5 3
5 3 5 5
end
dea x = y if t == 1, ort(out) generate(te)
assert te[1] == .5 & te[2] == .5 & te[3] == 1 & reldif(te[4], .8) < 1e-9 & abs(te[5] - .833) < 5e-4
dea x = y if t == 1, rts(vrs) ort(out) generate(tv)
assert tv[1] == 1 & abs(tv[2] - .545) < 5e-4 & tv[3] == 1 & abs(tv[4] - .923) < 5e-4 & tv[5] == 1
dea x = y if t == 1, rts(vrs) ort(in) generate(ti)
assert abs(ti[2] - .625) < 5e-4 & abs(ti[4] - .9) < 5e-4
* orientation does not matter under constant returns
dea x = y, by(t) ort(out) generate(co)
dea x = y, by(t) ort(in) generate(ci)
assert reldif(co, ci) < 1e-9
* nonincreasing returns lie between
dea x = y, by(t) rts(nirs) ort(out) generate(no)
dea x = y, by(t) rts(vrs) ort(out) generate(vo)
assert co <= no + 1e-9 & no <= vo + 1e-9
malmquist x = y, dmu(id) time(t) ort(out) generate(m_)
assert abs(m_effch[6] - .75) < 5e-4 & abs(m_effch[7] - 1.125) < 5e-4 & abs(m_effch[9] - .562) < 1e-3 & abs(m_effch[10] - .9) < 5e-4
assert reldif(m_techch, 4/3) < 1e-9 in 6/10
assert abs(m_pech[7] - 1.222) < 5e-4 & abs(m_pech[9] - .65) < 5e-4
assert abs(m_sech[7] - .92) < 1e-3 & abs(m_sech[9] - .865) < 1e-3
assert abs(m_tfpch[6] - 1) < 1e-9 & abs(m_tfpch[8] - 1.333) < 5e-4 & abs(m_tfpch[10] - 1.2) < 5e-4
assert reldif(m_tfpch, 1) < 1e-9 if t == 3
assert missing(m_tfpch) if t == 1
matrix A = r(annual)
assert abs(A[1,1] - .844) < 5e-4 & abs(A[1,3] - .955) < 5e-4 & abs(A[1,4] - .883) < 1e-3 & abs(A[1,5] - 1.125) < 5e-4
assert abs((A[1,1]*A[2,1])^.5 - .918) < 1e-3 & abs((A[1,2]*A[2,2])^.5 - 1.155) < 1e-3
* input orientation changes pech and sech only
malmquist x = y, dmu(id) time(t) ort(in) generate(i_) firstyear(one)
assert reldif(i_tfpch, m_tfpch) < 1e-9 if t > 1
assert i_tfpch == 1 if t == 1
matrix A = r(annual)
assert abs(A[1,3] - .912) < 1e-3 & abs(A[1,4] - .925) < 1e-3
* errors
capture dea x y
assert _rc == 198
capture dea x = nosuch
assert _rc == 111
capture malmquist x = y if t == 1, dmu(id) time(t)
assert _rc == 459
capture malmquist x = y in 1/14, dmu(id) time(t)
assert _rc == 459
capture malmquist x = y, dmu(id) time(id)
assert _rc == 451
replace x = -1 in 1
capture dea x = y
assert _rc == 459
