* Frames: the rules of Stata's manual entries [D] frames, frlink, frget and [FN] frval().

*** Commands see the current frame alone
sysuse auto
assert "`c(frame)'" == "default"
frame create other
assert _N == 74
frame change other
assert _N == 0 & "`c(frame)'" == "other"
set obs 3
generate x = _n
cwf default
assert _N == 74
capture confirm variable x
assert _rc == 111

*** The prefix and the block come back, also after an error
frame create other
frame other: set obs 5
frame other: generate x = _n
assert _N == 0
frame other {
  summarize x
  assert _N == 5
}
assert r(mean) == 3
capture frame other: error 459
assert _rc == 459 & "`c(frame)'" == "default"
capture frame other {
  error 111
}
assert _rc == 111 & "`c(frame)'" == "default"
quietly frame other: summarize x if x > 3
assert r(N) == 2
frame other {
  frame change default
}
assert "`c(frame)'" == "default"

*** create makes empty variables of the types asked for
frame create results str10 name double(b se) byte flag x
frame change results
assert c(k) == 5 & _N == 0
assert "`: type name'" == "str10" & "`: type b'" == "double" & "`: type se'" == "double"
assert "`: type flag'" == "byte" & "`: type x'" == "float"

*** post adds rows with expressions of the current frame
sysuse auto
frame create results str10 name double b
summarize price
frame post results ("mean") (r(mean))
frame post results ("first") (price[1])
frame results: assert _N == 2 & name[1] == "mean" & b[2] == 4099
capture frame post results (1) (2)
assert _rc == 109
capture frame post results ("a")
assert _rc == 198
capture frame post nowhere (1)
assert _rc == 111
frame results: assert _N == 2

*** copy, put, rename and drop
sysuse auto
frame copy default twin
frame twin: drop if foreign
assert _N == 74
frame twin: assert _N == 52
capture frame copy default twin
assert _rc == 110
frame copy default twin, replace
frame twin: assert _N == 74
frame put make price if foreign, into(imports)
frame imports: assert _N == 22 & c(k) == 2
frame put if price > 10000, into(dear)
frame dear: assert _N == 10 & c(k) == 12
capture frame put make
assert _rc == 198
frame rename imports foreigners
capture frame change imports
assert _rc == 111
frame rename default home
assert "`c(frame)'" == "home"
frame drop foreigners dear
capture frame drop home
assert _rc == 110
capture frame drop foreigners
assert _rc == 111
frames dir
assert "`r(frames)'" == "home twin"
frames reset
assert "`c(frame)'" == "default" & c(k) == 0
frames dir
assert "`r(frames)'" == "default"

*** pwf names the current frame
frame create b
pwf
assert "`r(currentframe)'" == "default"
cwf b
frame pwf
assert "`r(currentframe)'" == "b"

*** A new name must be free and valid
frame create a
capture frame create a
assert _rc == 110
capture frame create 1a
assert _rc == 198
capture frame create c x x
assert _rc != 0
capture frame change c
assert _rc == 111
capture frame nonsense
assert _rc == 198

*** preserve and restore belong to the frame they were given in
sysuse auto
frame create other
preserve
drop if foreign
frame change other
set obs 2
restore
assert _N == 2
frame change default
assert _N == 74

*** frlink m:1 finds the partner of every row
clear
input id county
1 10
2 20
3 30
4 10
end
frame create c
frame c {
  input county income str3 name
  20 200 "b"
  10 100 "a"
  40 400 "d"
  end
}
frlink m:1 county, frame(c)
assert r(unmatched) == 1
assert c[1] == 2 & c[2] == 1 & missing(c[3]) & c[4] == 2
generate y = frval(c, income)
generate z = frval(c, name)
assert y[1] == 100 & y[2] == 200 & missing(y[3]) & y[4] == 100
assert z[1] == "a" & z[3] == ""
assert frval(c, income, -1) == -1 in 3
summarize id if frval(c, income) == 100
assert r(N) == 2
frget income name, from(c)
assert income == y | missing(y)
assert "`r(newlist)'" == "income name"
frget rich = income, from(c)
assert rich == income
frget income, from(c) prefix(c_)
assert c_income == income
capture frget income, from(c)
assert _rc == 110
capture frget income, from(id)
assert _rc == 111
capture generate bad = frval(id, income)
assert _rc == 111

*** frlink refuses keys that repeat
clear
set obs 4
generate k = ceil(_n/2)
frame copy default other
capture frlink m:1 k, frame(other)
assert _rc == 459
capture frlink 1:1 k, frame(other)
assert _rc == 459
frame other: duplicates drop k, force
frlink m:1 k, frame(other)
assert r(unmatched) == 0
capture frlink 1:1 k, frame(other) generate(l)
assert _rc == 459
capture frlink m:1 k, frame(other)
assert _rc == 110
capture frlink m:1 k, frame(nowhere)
assert _rc == 111
frame other: gsort -k
frlink rebuild other
assert other[1] == 2 & other[4] == 1
frlink dir
assert "`r(vars)'" == "other"
