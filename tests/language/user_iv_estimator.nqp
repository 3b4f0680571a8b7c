* A user's estimator in the language: two-stage least squares as an eclass program of about a hundred lines, used with
* by, bootstrap, estimates and test. Data: hsng2 (1980 census, the example of [R] ivregress). Expected numbers: the
* printed output of that example, ivregress 2sls rent pcturban (hsngval = faminc i.region).

* tsls depvar [exogenous] (endogenous = instruments) [if] [in] [, Level(cilevel) SMALL noHEADer]
program tsls, eclass byable(recall) sortpreserve
  version 14
  if replay() {
    if "`e(cmd)'" != "tsls" error 301
    syntax [, Level(cilevel) noHEADer]
    tsls_show, level(`level') `header'
    exit
  }
  * Words before the parenthesis, what it holds, and the rest of the line
  gettoken depvar 0 : 0, parse(" (,")
  local exogenous
  gettoken word rest : 0, parse(" (,") match(paren)
  while "`paren'" == "" & !inlist("`word'", "", ",", "if", "in") {
    local exogenous `exogenous' `word'
    local 0 `"`rest'"'
    gettoken word rest : 0, parse(" (,") match(paren)
  }
  if "`paren'" != "(" {
    display as error "no instruments: write tsls y x (endogenous = instruments)"
    exit 198
  }
  gettoken endogenous instruments : word, parse("=")
  gettoken equals instruments : instruments, parse("=")
  local 0 `"`rest'"'
  syntax [if] [in] [, Level(cilevel) SMALL noHEADer]
  * The rows to use, and every list in full
  marksample touse
  confirm numeric variable `depvar'
  tsls_list exogenous : `exogenous'
  tsls_list endogenous : `endogenous'
  tsls_list instruments : `instruments'
  markout `touse' `depvar' `exogenous' `endogenous' `instruments'
  quietly count if `touse'
  if r(N) == 0 error 2000
  local N = r(N)
  local regressors `endogenous' `exogenous'
  local k : word count `regressors'
  local ++k
  local kz : word count `instruments' `exogenous'
  if `kz' + 1 < `k' {
    display as error "equation not identified; must have at least as many instruments as endogenous variables"
    exit 481
  }
  * X'P_Z X and X'P_Z y out of one matrix of cross products: [y X Z 1]'[y X Z 1]
  tempname A ZZ ZX XPX XPy b V yy
  quietly matrix accum `A' = `depvar' `endogenous' `instruments' `exogenous' if `touse'
  local ke : word count `endogenous'
  local ki : word count `instruments'
  local last = colsof(`A')
  local firstz = 2 + `ke'
  local firstx = 2 + `ke' + `ki'
  matrix `ZZ' = `A'[`firstz'..`last', `firstz'..`last']
  matrix `ZX' = `A'[`firstz'..`last', 2..`=1+`ke'']
  matrix `ZX' = `ZX', `A'[`firstz'..`last', `firstx'..`last']
  matrix `XPX' = `ZX'' * invsym(`ZZ') * `ZX'
  matrix `XPy' = `ZX'' * invsym(`ZZ') * `A'[`firstz'..`last', 1]
  matrix `b' = (invsym(`XPX') * `XPy')'
  matrix colnames `b' = `regressors' _cons
  * Residuals are those of the structural equation
  tempvar fitted e2
  matrix score double `fitted' = `b' if `touse'
  generate double `e2' = (`depvar' - `fitted')^2 if `touse'
  quietly summarize `e2' if `touse', meanonly
  local rss = r(sum)
  quietly summarize `depvar' if `touse'
  local tss = r(Var)*(r(N) - 1)
  local df = cond("`small'" == "", `N', `N' - `k')
  matrix `V' = (`rss'/`df') * invsym(`XPX')
  matrix colnames `V' = `regressors' _cons
  matrix rownames `V' = `regressors' _cons
  if "`small'" == "" ereturn post `b' `V', obs(`N') esample(`touse') depname(`depvar')
  else ereturn post `b' `V', obs(`N') esample(`touse') depname(`depvar') dof(`=`N'-`k'')
  ereturn scalar rss = `rss'
  ereturn scalar r2 = 1 - `rss'/`tss'
  ereturn scalar rmse = sqrt(`rss'/`df')
  ereturn scalar df_m = `k' - 1
  ereturn local depvar `depvar'
  ereturn local instd `endogenous'
  ereturn local insts `exogenous' `instruments'
  ereturn local title "Instrumental variables by two stages"
  ereturn local cmd tsls
  tsls_show, level(`level') `header'
end

* Fills the caller's local with a list of variables written in full.
program tsls_list
  gettoken name 0 : 0, parse(" :")
  gettoken colon 0 : 0, parse(" :")
  if trim(`"`0'"') == "" exit
  syntax varlist(numeric)
  c_local `name' `varlist'
end

program tsls_show
  syntax [, Level(cilevel) noHEADer]
  if "`header'" == "" {
    display as text _n "`e(title)'" _col(50) "Number of obs = " as result %9.0f e(N)
    display as text _col(50) "R-squared     = " as result %9.4f e(r2)
    display as text _col(50) "Root MSE      = " as result %9.0g e(rmse) _n
  }
  ereturn display, level(`level')
end

sysuse hsng2, clear
tabulate region, generate(r)

*** The numbers are those of the published example
tsls rent pcturban (hsngval = faminc r2 r3 r4)
assert e(N) == 50 & e(df_m) == 2
assert string(_b[hsngval], "%9.0g") == ".0022398" & string(_se[hsngval], "%9.0g") == ".0003284"
assert string(_b[pcturban], "%9.0g") == ".081516" & string(_se[pcturban], "%9.0g") == ".2987652"
assert string(_b[_cons], "%9.0g") == "120.7065" & string(_se[_cons], "%9.0g") == "15.22839"
assert string(e(r2), "%6.4f") == "0.5989" & string(e(rmse), "%6.3f") == "22.166"
test hsngval pcturban
assert string(r(chi2), "%9.2f") == "90.76" & r(df) == 2

*** Without instruments for it a regressor is its own: the coefficients are those of regress
tsls rent (hsngval pcturban = hsngval pcturban), small
matrix b = e(b)
matrix V = e(V)
assert e(df_r) == 47
regress rent hsngval pcturban
assert mreldif(b, e(b)) < 1e-9 & mreldif(V, e(V)) < 1e-9

*** They are those of ivregress, whatever the rows
tsls rent pcturban (hsngval = faminc r2 r3 r4) if pop > 500000
matrix b = e(b)
matrix V = e(V)
ivregress 2sls rent pcturban (hsngval = faminc r2 r3 r4) if pop > 500000
assert mreldif(b, e(b)) < 1e-9 & mreldif(V, e(V)) < 1e-9

*** Rows, abbreviations and missing values are treated as by every estimator
replace faminc = . in 1
tsls rent pcturb (hsngv = faminc r2 r3 r4) if pop > 500000 in 1/45, level(90) nohead
count if e(sample)
assert r(N) == e(N) & e(N) < 45
assert "`e(instd)'" == "hsngval" & "`e(insts)'" == "pcturban faminc r2 r3 r4" & "`e(depvar)'" == "rent"
assert !e(sample) in 1
tsls
tsls, level(99)

*** Errors have the codes of the language
capture tsls rent pcturban
assert _rc == 198
capture tsls rent pcturban (hsngval faminc = r2)
assert _rc == 481
capture tsls rent pcturban (hsngval = nothing)
assert _rc == 111
capture tsls rent pcturban (hsngval = state)
assert _rc == 109
capture tsls rent pcturban (hsngval = faminc) if pop < 0
assert _rc == 2000
capture tsls rent pcturban (hsngval = faminc), nothing
assert _rc == 198
capture tsls nothing (hsngval = faminc)
assert _rc == 111
ereturn clear
capture tsls
assert _rc == 301

*** With by it runs once for each group
generate big = pop > 3000000
bysort big: tsls rent pcturban (hsngval = faminc)
count if big
assert e(N) == r(N)
count if e(sample) & !big
assert r(N) == 0
local last = _b[hsngval]
tsls rent pcturban (hsngval = faminc) if big
assert reldif(_b[hsngval], `last') < 1e-12

*** Its results are stored, restored, compared and tested
tsls rent pcturban (hsngval = faminc r2 r3 r4)
estimates store full
tsls rent (hsngval = faminc r2 r3 r4)
estimates store short
assert e(df_m) == 1
estimates table full short, b(%9.4f) se
estimates restore full
assert e(df_m) == 2 & "`e(cmd)'" == "tsls"
test pcturban
assert reldif(r(chi2), (_b[pcturban]/_se[pcturban])^2) < 1e-10
lincom 2*hsngval
assert reldif(r(estimate), 2*_b[hsngval]) < 1e-12
generate double fit = _b[_cons] + _b[hsngval]*hsngval + _b[pcturban]*pcturban
summarize fit
local mean = r(mean)
summarize rent
assert reldif(`mean', r(mean)) < 1e-9

*** The bootstrap reruns it
bootstrap slope=_b[hsngval], reps(20) seed(12345): tsls rent pcturban (hsngval = faminc r2 r3 r4)
assert string(_b[slope], "%9.0g") == ".0022398" & _se[slope] > 0 & e(N_reps) == 20

*** simulate and statsby collect its results
generate big = pop > 3000000
statsby slope=_b[hsngval] n=e(N), by(big) clear: tsls rent pcturban (hsngval = faminc)
assert _N == 2 & n[1] + n[2] == 50 & slope < .
