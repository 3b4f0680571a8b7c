* Idioms of replication packages: what they mean is a rule of the language, or an identity.

*** A program without a weight passes [] on
sysuse auto, clear
program weighted, rclass
  syntax varlist [if] [in] [aweight fweight]
  marksample touse
  quietly summarize `varlist' [`weight'`exp'] if `touse'
  return scalar mean = r(mean)
end
quietly summarize price if foreign
scalar plain = r(mean)
weighted price if foreign
assert r(mean) == plain
quietly summarize price [aw=weight]
scalar heavy = r(mean)
weighted price [aw=weight]
assert r(mean) == heavy
regress price mpg [] if foreign, robust
assert e(N) == 22
summarize price [ ] in 1/10
assert r(N) == 10

*** Levels written out, as fvexpand and e(b) have them: 1b. is the base
sysuse auto, clear
regress price mpg i.rep78
scalar B5 = _b[5.rep78]
scalar B3 = _b[3.rep78]
regress price mpg 1b.rep78 2.rep78 3.rep78 4.rep78 5.rep78
assert reldif(_b[5.rep78], B5) < 1e-10 & reldif(_b[3.rep78], B3) < 1e-10
assert _b[1b.rep78] == 0 & e(df_m) == 5
fvexpand i.rep78
regress price mpg `r(varlist)'
assert reldif(_b[5.rep78], B5) < 1e-10
regress price i.foreign##i.rep78 if rep78 >= 3
scalar B = _b[1.foreign#5.rep78]
local names : colnames e(b)
local names : subinstr local names "_cons" ""
regress price `names' if rep78 >= 3
assert reldif(_b[1.foreign#5.rep78], B) < 1e-10
* A level alone is an indicator.
regress price 3.rep78
assert e(df_m) == 1

*** syntax takes = exp with and without the blank
program assigned, rclass
  syntax newvarname = exp [if]
  generate `typlist' `varlist' `exp' `if'
end
sysuse auto, clear
assigned double half = price/2 if foreign
assert half == price/2 if foreign
assert missing(half) if !foreign

*** An option given twice is refused where it would silently win
sysuse auto, clear
capture regress price mpg, vce(robust) vce(cluster rep78)
assert _rc == 198
capture summarize price, detail detail
assert _rc == 198
capture summarize price, detail meanonly
assert inlist(_rc, 0, 184, 198)
regress price mpg, level(90) nohead
* Commands with options of figures let the last one count.
scatter price mpg, title("one") title("two")

*** Options of coefficient tables are accepted by estimators
sysuse auto, clear
regress price mpg i.foreign, allbaselevels cformat(%9.3f) vsquish noomitted
logit foreign mpg, nolog pformat(%5.3f)
capture regress price mpg, nosuchoption
assert _rc == 198

*** input attaches value labels
clear
label define yesno 0 "no" 1 "yes"
input id sex:yesno str3 name
1 0 "a"
2 1 "b"
end
assert "`: value label sex'" == "yesno"
decode sex, generate(text)
assert text[2] == "yes"

*** xi with options behind its terms
sysuse auto, clear
xi i.rep78, prefix(_R) noomit
confirm variable _Rrep78_1 _Rrep78_5

*** Old names of distribution functions
assert reldif(norm(1.96), normal(1.96)) < 1e-15
assert reldif(chiprob(3, 5), chi2tail(3, 5)) < 1e-15
assert reldif(fprob(2, 10, 3), Ftail(2, 10, 3)) < 1e-15
