* Bars: what they accept. Heights are looked at in the figures; counts and shares are those of tabulate.
sysuse auto, clear

*** Counts, percentages, stacks, weights and order
graph bar (count), over(rep78)
graph bar, over(rep78)
graph bar (percent), over(rep78) over(foreign) asyvars stack
graph bar (mean) price [aw=weight], over(rep78, sort(1) descending label(angle(45)))
graph bar price mpg, over(foreign) stack percentages bar(1, color(navy)) blabel(bar)
graph hbar (sum) price, over(rep78) nofill intensity(70) legend(off)
graph box price, over(foreign) medtype(line) box(1, color(red))
capture graph bar (nosuch) price, over(rep78)
assert _rc == 198
capture graph bar price, nosuchoption
assert _rc == 198
capture graph bar price if price < 0, over(rep78)
assert _rc == 2000

*** if and in behind the plots of twoway go for all of them
sysuse auto, clear
twoway (scatter price mpg) (lfit price mpg) if foreign == 1 & inrange(mpg, 15, 40), title("x")
twoway (scatter price mpg) (line price mpg, sort) in 1/20
twoway (scatter price mpg) (lfit price mpg) if (foreign == 1) | (mpg > 30)
capture twoway (scatter price mpg) nonsense
assert _rc == 198
graph display Graph, xsize(4)
