* twoway kdensity with frequencies draws what the data written out draw.
clear
input x n
1 3
2 1
4 2
7 4
7.5 1
9 3
end
tempfile a b
twoway (kdensity x [fw=n], bwidth(1) n(20)), xlabel(0(2)12) ylabel(0(.05).2) legend(off)
graph export "`a'.svg"
expand n
twoway (kdensity x, bwidth(1) n(20)), xlabel(0(2)12) ylabel(0(.05).2) legend(off)
graph export "`b'.svg"
assert fileread("`a'.svg") == fileread("`b'.svg")
* Analytic weights are shares: doubled they change nothing.
generate double w = mod(_n, 3) + 1
twoway (kdensity x [aw=w], n(20)), legend(off)
graph export "`a'.svg", replace
replace w = 2 * w
twoway (kdensity x [aw=w], n(20)), legend(off)
graph export "`b'.svg", replace
assert fileread("`a'.svg") == fileread("`b'.svg")
twoway (kdensity x, n(20)), legend(off)
graph export "`b'.svg", replace
assert fileread("`a'.svg") != fileread("`b'.svg")
