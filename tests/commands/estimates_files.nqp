* estimates save, use, describe, title, notes, esample, for: what is stored comes back bit by bit.
sysuse auto
quietly regress price mpg i.foreign, robust
matrix b0 = e(b)
matrix V0 = e(V)
scalar s_r2 = e(r2)
estimates title: a title, with a comma
estimates notes: first note
tempfile f
estimates save `f'
capture estimates save `f'
assert _rc == 602
estimates save `f', replace
quietly regress mpg price
estimates use `f'
assert mreldif(b0, e(b)) == 0 & mreldif(V0, e(V)) == 0 & e(r2) == s_r2 & e(cmd) == "regress"
assert _b[1.foreign] == b0[1,3]
estimates notes
estimates esample: price mpg if foreign == 1
quietly count if e(sample)
assert r(N) == 22
estimates title
estimates describe using `f'
assert r(cmdline) == "regress price mpg i.foreign, robust" & r(title) == "a title, with a comma"
capture estimates use nowhere
assert _rc == 601
tempfile g
quietly save `g'.ster
capture estimates use `g'.ster
assert _rc == 610
quietly regress price mpg
estimates store one
quietly regress price mpg weight
estimates store two
estimates for one: test mpg
assert r(df_r) == 72 & e(df_r) == 71
capture estimates for one two: test weight
assert _rc == 111 & e(df_r) == 71
