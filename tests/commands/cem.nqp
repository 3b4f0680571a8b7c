* Coarsened exact matching against MatchIt (R 4.2), method = "cem", cutpoints = "sturges".
sysuse lalonde, clear
*** Strata, matched rows and weights are those of MatchIt
cem age educ re74, treatment(treat)
matrix T = r(match_table)
assert T[2,1] == 224 & T[2,2] == 134 & T[3,1] == 205 & T[3,2] == 51 & r(n_mstrata) == 40
generate double squares = cem_weights^2 if treat == 0
quietly summarize squares
assert abs(r(sum) - 424.530394375335) < 1e-9
quietly regress re78 treat [iw=cem_weights]
assert abs(_b[treat] - 520.996312616882) < 1e-8
*** Exact matching leaves no imbalance, and classes may be given
cem married (#0) nodegree (#0), treatment(treat)
matrix B = r(imbal_m)
assert r(n_strata) == 4 & abs(B[1,2]) < 1e-12 & abs(B[2,2]) < 1e-12
cem age (20 30 40) educ (#4) re74 re75, treatment(treat) autocuts(scott)
assert r(n_strata) > 10 & r(L1) < el(r(imbal), 5, 1)
*** What cannot be done
capture cem age educ
assert _rc == 198
capture cem age, treatment(educ)
assert _rc == 459
capture cem nosuch, treatment(treat)
assert _rc == 111
capture cem age (40 20), treatment(treat)
assert _rc == 124
capture cem age if treat == 1, treatment(treat)
assert _rc == 2000
capture cem id (#0), treatment(treat)
assert _rc == 459
