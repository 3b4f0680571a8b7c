* Logs, command logs, traces and settings: Stata's manual entries [R] log, [R] set output, [P] trace, [P] timer.

*** Logs keep what is shown; several may be open
tempfile a b
log using "`a'", text replace name(first)
assert "`r(status)'" == "on" & "`r(type)'" == "text"
log using "`b'", text replace
display "both"
log off first
display "one"
log on first
log query _all
assert r(numlogs) == 2
log close first
log close
file open h using "`a'", read
local all
file read h line
while r(eof) == 0 {
  local all `"`all'|`macval(line)'"'
  file read h line
}
file close h
assert strpos(`"`all'"', "|both|") > 0 & strpos(`"`all'"', "|one|") == 0

*** Logs have the codes 602, 604 and 606
tempfile a
capture log close
assert _rc == 606
capture log off
assert _rc == 606
log using "`a'", text
capture log using other, text
assert _rc == 604
capture log using "`a'", text name(two)
assert _rc == 604
log close
capture log using "`a'", text
assert _rc == 602
log using "`a'", text append
capture log close nosuch
assert _rc == 606
log close _all
log close _all
capture log using "`a'", text append replace
assert _rc == 184

*** Command logs have the codes 604 and 607
tempfile a
capture cmdlog close
assert _rc == 607
cmdlog using "`a'", replace
display 1
capture cmdlog using other
assert _rc == 604
cmdlog off
display 2
cmdlog on
cmdlog close
capture cmdlog off
assert _rc == 607

*** Settings can be read back
set trace on
assert "`c(trace)'" == "on"
set trace off
set tracedepth 3
set rmsg off
set scheme s1mono
assert "`c(scheme)'" == "s1mono"
set mem 100m
set matsize 800
set maxvar 5000
set pagesize 40
set sortseed 12
set dp period
set output proc
capture set output loud
assert _rc == 198
capture set nosuchthing on
assert _rc == 198
set level 90
assert c(level) == 90

*** Nothing changes in what is computed while less is shown
set output error
display "hidden"
summarize
set output inform
capture noisily error 111
set output proc
assert _rc == 111

*** Timers
timer clear
timer on 1
timer off 1
timer on 1
timer off 1
timer list
assert r(nt1) == 2 & r(t1) >= 0
capture timer on 101
assert _rc == 198

*** Commands about installation and waiting are accepted
ssc install nothing_known, replace
net install nothing_known, from("http://nowhere")
adoupdate
pause off
pause look here
sleep 1
more
which regress
capture which nothing_known
assert _rc == 111

*** Mata and Python stop with 199, their blocks as a unit
capture mata: x = 1
assert _rc == 199
mata: mata clear
clear mata
capture noisily {
  mata:
  x = 1
  end
}
assert _rc == 199
capture noisily mata
x = 2
end
assert _rc == 199
quietly capture python:
print("}")
end
assert _rc == 199
capture noisily python: print(1)
assert _rc == 199
scalar after = 1
assert after == 1

*** for repeats a command over lists
sysuse auto
for var price mpg: generate double log_X = ln(X)
assert log_price == ln(price) & log_mpg == ln(mpg)
for num 1/3: scalar sX = X^2
assert s3 == 9
for num 1/3 \ any a b c: scalar Y = X
assert scalar(c) == 3
for V in any price mpg, noheader: summarize V \ scalar mean_V = r(mean)
assert reldif(mean_price, 6165.2568) < 1e-6
capture for num 1/3 \ any a: scalar Y = X
assert _rc == 198

*** A do-file that cannot be read to its end runs up to there and says on which of its lines that is
tempfile d l
file open f using "`d'.do", write text
file write f "display 1" _n "foreach v in a b" _n "display 2" _n
file close f
log using "`l'.txt", text replace
capture noisily do "`d'.do"
local rc = _rc
log close
assert `rc' == 198
assert strpos(fileread("`l'.txt"), ".do, line 2") & strpos(fileread("`l'.txt"), "  foreach v in a b")
assert strpos(fileread("`l'.txt"), ". display 1") & !strpos(fileread("`l'.txt"), ". display 2")
