* xi: names and choices of Stata's manual entry [R] xi; results against factor variables.

*** Names carry the values
sysuse auto
xi i.rep78
foreach v in _Irep78_2 _Irep78_3 _Irep78_4 _Irep78_5 {
  confirm variable `v'
}
capture confirm variable _Irep78_1
assert _rc == 111
assert _Irep78_3 == (rep78 == 3) if !missing(rep78)
assert missing(_Irep78_3) if missing(rep78)
assert "`: variable label _Irep78_3'" == "rep78==3" & "`: type _Irep78_3'" == "byte"

*** Estimates agree with factor variables
sysuse auto
regress price weight i.rep78
scalar b = _b[4.rep78]
scalar s = _se[weight]
xi: regress price weight i.rep78
assert reldif(_b[_Irep78_4], b) < 1e-10 & reldif(_se[weight], s) < 1e-10
regress price i.foreign##c.mpg
scalar b = _b[1.foreign#c.mpg]
quietly xi: regress price i.foreign*mpg
assert reldif(_b[_IforXmpg_1], b) < 1e-9 & _b[_Iforeign_1] != 0
xi: regress price i.foreign|mpg
assert e(df_m) == 2
xi: quietly regress price i.foreign*i.rep78 if rep78 > 2
assert reldif(_b[_IforXrep_1_4], _b[_IforXrep_1_4]) == 0

*** The omitted value can be chosen
sysuse auto
char rep78[omit] 3
xi: regress price i.rep78
capture confirm variable _Irep78_3
assert _rc == 111
confirm variable _Irep78_1
char rep78[omit] prevalent
xi i.rep78
capture confirm variable _Irep78_3
assert _rc == 111
xi, noomit: regress price i.foreign, noconstant
assert reldif(_b[_Iforeign_0], 6072.4231) < 1e-6 & reldif(_b[_Iforeign_1], 6384.6818) < 1e-6

*** Variables of the xi before are dropped
sysuse auto
xi i.rep78
xi i.foreign
capture confirm variable _Irep78_2
assert _rc == 111
xi, prefix(_S) i.rep78
confirm variable _Iforeign_1
confirm variable _Srep78_2
capture xi, prefix(_toolong) i.rep78
assert _rc == 198

*** Strings and other numbers are counted
clear
input str3 s double x y
"b" 1.5 1
"a" 2.5 2
"b" 1.5 4
"c" -1 3
end
xi i.s
assert _Is_2 == (s == "b") & _Is_3 == (s == "c")
xi i.x
assert _Ix_2 == (x == 1.5) & _Ix_3 == (x == 2.5)
xi: regress y i.s
assert reldif(_b[_Is_2], .5) < 1e-9

*** Other commands take it, and quoted text and options are left alone
sysuse auto
generate id = mod(_n, 10)
xtset id
xi: xtreg price mpg i.rep78, fe
confirm variable _Irep78_5
assert e(df_m) >= 5
xi: regress price i.foreign if make != "i.rep78", vce(cluster id)
capture confirm variable _Irep78_5
assert _rc == 111
xi: regress price i.foreign i.rep78#c.mpg
capture confirm variable _Irep78_5
assert _rc == 111
capture xi i.nosuch
assert _rc == 111
sort id
by id: xi: regress price i.foreign
assert e(N) == 7
