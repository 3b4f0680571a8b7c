* Commands, abbreviations, prefixes and qualifiers (semantics 11, 12, 16-19, 21).

* 11. Command abbreviations follow a table of minimal lengths
clear
set obs 5
g x = _n
ge y = x^2
gen z = mod(x, 2)
gener w = 1
su x
assert r(N) == 5
sum x
summ y
assert r(max) == 25
cou if x > 3
assert r(N) == 2
d
l in 1
li x in 1/2
ta z
tab z
assert r(r) == 2
tabul z
di "text"
dis 1
qui su x, d
assert r(p50) == 3
quiet su x
cap su nothing
assert _rc == 111
n di "shown"
noi di "shown"
forv i = 1/2 {
  loc last `i'
}
assert `last' == 2
sca s = 4
assert s == 4
la var x "label"
assert "`: variable label x'" == "label"
lab de yn 0 "no" 1 "yes"
la val z yn
assert "`: value label z'" == "yn"
ren w renamed
confirm variable renamed
so y
form x %5.1f
assert "`: format x'" == "%5.1f"
reg y x
assert e(N) == 5
regr y x
est sto m1
assert "`e(cmd)'" == "regress"
gl G text
assert "$G" == "text"
cap pr drop myprog
pr de myprog
  global FROM_MYPROG yes
end
myprog
assert "$FROM_MYPROG" == "yes"
mat A = 1
assert A[1,1] == 1

* 11. Destructive commands are spelt out
foreach c in "repl x = 1" "replac x = 1" "dro x" "kee x" "clea" "me 1:1 x using f" {
  capture `c'
  assert _rc == 199
}
confirm variable x
capture summarizes x
assert _rc == 199
capture generatex = 1
assert _rc == 199
capture no_such_command
assert _rc == 199

* 11. User programs are found by exact name only
capture mypro
assert _rc == 199
capture myprogram
assert _rc == 199

* 12. Options have minimal abbreviations, any order, suboptions; an unknown one is refused
qui su x, de
assert r(p50) == 3
qui su x, detail
assert r(p50) == 3
reg y x, r
assert "`e(vce)'" == "robust"
reg y x, robust
assert "`e(vce)'" == "robust"
reg y x, vce(r)
assert "`e(vce)'" == "robust"
reg y x, nocons
assert e(df_r) == 4
reg y x, noconstant
assert e(df_r) == 4
reg y x, vce(cluster z)
assert e(N_clust) == 2
reg y x, cl(z)
assert e(N_clust) == 2
reg y x, nocons vce(cluster z) level(90)
assert e(N_clust) == 2
capture reg y x, no_such_option
assert _rc == 198
capture su x, nothing
assert _rc == 198
reghdfe y x, a(z)
assert e(N) == 5
reghdfe y x, ab(z) cl(z)
areg y x, a(z)
assert e(N) == 5

* 16. if, in, weight and using come in any order
generate f = 1
count in 2/4 if x > 2
assert r(N) == 2
count if x > 2 in 2/4
assert r(N) == 2
su x in 2/4 [aw=f] if x > 2
assert r(N) == 2 & r(mean) == 3.5
su x [aw=f] if x > 2 in 2/4
assert r(N) == 2
su x if x > 2, detail
assert r(N) == 3
su x if x>2&x<5,detail
assert r(N) == 2
count if(x>2)
assert r(N) == 3

* 17. Prefixes need no colon, may have one, and stack in any order
quietly summarize x
assert r(N) == 5
quietly: summarize y
assert r(max) == 25
qui: su x
capture: summarize x
assert _rc == 0
capture quietly summarize nothing
assert _rc == 111
quietly capture summarize nothing
assert _rc == 111
capture noisily summarize nothing
assert _rc == 111
noisily quietly capture summarize x
assert _rc == 0
bysort z: summarize x
assert r(N) == 3
by z, sort: summarize x
assert r(N) == 3
quietly by z: summarize x
assert r(N) == 3
quietly bysort z: generate within = _n
capture by z: summarize nothing
assert _rc == 111
quietly {
  summarize x
  local inside = r(mean)
}
assert `inside' == 3
capture {
  summarize x
  error 459
  global NOT_REACHED yes
}
assert _rc == 459
assert "$NOT_REACHED" == ""
noisily {
  display "shown"
}

* 18. The if command is evaluated once, a variable means its first observation
sort x
local hit 0
if x > 2 {
  local hit 1
}
assert `hit' == 0
if x == 1 {
  local hit 1
}
assert `hit' == 1
if x[4] == 4 local one_line yes
assert "`one_line'" == "yes"
if 0 local never yes
else local otherwise yes
assert "`never'" == "" & "`otherwise'" == "yes"
if 0 {
  this is not a command `at all
}
else if 1 {
  local branch second
}
else {
  local branch third
}
assert "`branch'" == "second"
if 0 no_such_command
if "`branch'" == "second" & 1 {
  local both yes
}
assert "`both'" == "yes"
if . local missing_is_true yes
assert "`missing_is_true'" == "yes"
if 1 {
  if 0 {
    local nested a
  }
  else {
    local nested b
  }
}
assert "`nested'" == "b"

* 19. in ranges
count in 5
assert r(N) == 1
count in 1/3
assert r(N) == 3
count in -3/l
assert r(N) == 3
count in f/2
assert r(N) == 2
count in -2/-1
assert r(N) == 2
count in l
assert r(N) == 1
su x in -1
assert r(mean) == 5
su x in f/l
assert r(N) == 5
local k 2
su x in `k'/`=`k'+1'
assert r(mean) == 2.5
capture count in 1/6
assert _rc == 198
capture count in 3/1
assert _rc == 198
replace y = 0 in 3
assert y[3] == 0 & y[2] == 4 & y[4] == 16
forvalues i = 1/5 {
  quietly replace y = `i'*10 in `i'
}
assert y == 10*x

* 21. Weights
clear
input v w
1 1
2 2
4 1
end
su v [fw=w]
assert r(N) == 4 & r(mean) == 2.25 & r(sum_w) == 4
su v [aw=w]
assert r(N) == 3 & r(mean) == 2.25
su v [w=w]
assert r(mean) == 2.25
su v [weight=w]
assert r(mean) == 2.25
su v [aweight=w]
assert r(mean) == 2.25
su v [fweight = w]
assert r(N) == 4
su v [aw=w*2]
assert r(mean) == 2.25
generate half = .5
generate minus = -1
capture su v [fw=half]
assert _rc == 401
capture su v [aw=minus]
assert _rc == 402
capture su v [pw=w]
assert _rc == 101
capture regress v half [fw=half]
assert _rc == 401
capture regress v w [pw=minus]
assert _rc == 402
generate t = _n
regress v t [pw=w]
assert "`e(vce)'" == "robust" & "`e(wtype)'" == "pweight"
regress v t [fw=w]
assert e(N) == 4 & "`e(wtype)'" == "fweight"
regress v t [aw=w]
assert e(N) == 3 & "`e(wtype)'" == "aweight"
* Weighted slope: t 1 2 3, weights 1 2 1, mean t 2; sum w (t-2) v / sum w (t-2)^2 = (4-1)/2
assert abs(_b[t] - 1.5) < 1e-12

* 53. Commands that are accepted and may do nothing
set more off
set matsize 800
set mem 100m
set maxvar 5000
version 14
version 12.0
set scheme s1color
cls
discard
set linesize 80
ssc install reghdfe
ssc install estout, replace
capture which reghdfe
assert _rc == 0
capture which no_such_program
assert _rc == 111
capture log close
capture log close
assert _rc == 606
tempfile logfile
log using "`logfile'", replace text
display "logged"
log close
capture log close
assert _rc == 606
timer clear
timer on 1
timer off 1
clear all
assert _N == 0
set more on
