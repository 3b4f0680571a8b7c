* e(), r() and s() of programs (semantics 42 and 49). Values are by hand.

* ereturn post moves its matrices and takes the sample's mark from the data
sysuse auto
program estimate, eclass
  tempname b V
  tempvar touse
  generate byte `touse' = foreign == 1 if price > 4000
  matrix `b' = (1.5, -2)
  matrix colnames `b' = mpg _cons
  matrix `V' = (4, 0 \ 0, 1)
  matrix colnames `V' = mpg _cons
  matrix rownames `V' = mpg _cons
  ereturn post `b' `V' [aw=weight], esample(`touse') obs(21) dof(19) depname(price) properties(own)
  ereturn local cmd "estimate"
  ereturn local note text without quotes
  ereturn local sum = 2 + 3
  ereturn scalar ll = -10.5
  matrix M = (7, 8)
  ereturn matrix kept M, copy
  ereturn matrix moved = M
  capture confirm matrix `b'
  assert _rc
  capture confirm variable `touse'
  assert _rc == 111
end
estimate
assert _b[mpg] == 1.5 & _se[mpg] == 2 & _se[_cons] == 1
assert e(N) == 21 & e(df_r) == 19 & e(ll) == -10.5
assert "`e(depvar)'" == "price" & "`e(properties)'" == "own" & "`e(cmd)'" == "estimate"
assert "`e(wtype)'" == "aweight" & "`e(note)'" == "text without quotes" & "`e(sum)'" == "5"
assert e(sample) == (foreign == 1 & price > 4000)
matrix k = e(kept)
matrix m = e(moved)
assert k[1,2] == 8 & m[1,1] == 7
capture matrix list M
assert _rc == 111
assert has_eprop("own") & !has_eprop("V") & !has_eprop("svyb")

* ereturn display: t with e(df_r) degrees of freedom; 1.5/2 = .75
ereturn display, level(90)
matrix t = r(table)
assert t[3,1] == .75 & r(level) == 90
assert reldif(t[6,1], 1.5 + 2*invttail(19, .05)) < 1e-12
ereturn display, eform(Odds)
matrix t = r(table)
assert reldif(t[1,1], exp(1.5)) < 1e-12
predict xb
assert reldif(xb, 1.5*mpg - 2) < 1e-6

* repost changes parts
program change, eclass
  matrix b = e(b)*2
  matrix V = e(V)*9
  ereturn repost b = b V=V
end
change
assert _b[mpg] == 3 & _se[mpg] == 6 & e(N) == 21 & "`e(cmd)'" == "estimate"
program give_names, eclass
  matrix b = e(b)
  matrix colnames b = weight _cons
  capture ereturn repost b = b
  assert _rc == 507
  ereturn repost b = b, rename
end
give_names
assert _b[weight] == 3 & _se[weight] == 6

* What may not be posted
matrix b = (1, 2)
matrix V = (1, 0 \ 0, -1)
capture ereturn post b V
assert _rc == 506
matrix V = (1, .5 \ 0, 1)
capture ereturn post b V
assert _rc == 505
matrix V = I(3)
capture ereturn post b V
assert _rc == 503
matrix V = I(2)
matrix colnames V = x y
matrix rownames V = x y
capture ereturn post b V
assert _rc == 507
capture ereturn post nothing_here
assert _rc == 111
* The estimates are still those from before
assert _b[weight] == 3
program not_eclass
  ereturn clear
  ereturn scalar x = 1
end
capture not_eclass
assert _rc == 152
ereturn clear
capture ereturn display
assert _rc == 301
capture ereturn repost
assert _rc == 301
capture estimates restore nope
assert _rc == 111

* return add keeps what r() had; return clear forgets what was set
program adds, rclass
  quietly summarize price
  return scalar mine = 5
  return add
  return scalar N = 1
end
adds
assert r(mine) == 5 & r(N) == 1 & r(sum_w) == 74
program clears, rclass
  return scalar a = 1
  return clear
  return hidden scalar b = 2
  return local s "two words"
end
clears
assert missing(r(a)) & r(b) == 2 & "`r(s)'" == "two words"
program words, sclass
  sreturn clear
  sreturn local first `"a "quoted" word"'
end
words
assert `"`s(first)'"' == `"a "quoted" word"'
sreturn clear
assert `"`s(first)'"' == ""

* The shortest noconstant
regress price mpg, noc
assert colsof(e(b)) == 1
regress price mpg, nocons
assert colsof(e(b)) == 1
