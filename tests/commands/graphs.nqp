* Figures: what is drawn is kept under a name and written in every format; bad input leaves the figures as they were.
clear all
capture graph export nothing.png
assert _rc == 111
sysuse auto, clear
tempfile f
twoway (scatter mpg weight if foreign == 0, msymbol(Oh)) (scatter mpg weight if foreign) (lfitci mpg weight), ///
    title("里程") legend(order(1 "国产" 2 "进口")) xlabel(2000(1000)5000, angle(45)) yline(20, lpattern(dash)) note("n")
foreach kind in svg png pdf eps {
    graph export "`f'.`kind'", replace
    assert fileexists("`f'.`kind'")
}
capture graph export "`f'.svg"
assert _rc == 602
capture graph export "`f'.bmp"
assert _rc == 198
* The text of an SVG stays text, and ticks are those asked for.
local svg = fileread("`f'.svg")
assert strpos(`"`macval(svg)'"', "国产") > 0
assert strpos(`"`macval(svg)'"', ">4000<") > 0 & strpos(`"`macval(svg)'"', ">4500<") == 0

* Names, combining, dropping.
histogram mpg, percent name(h, replace)
graph bar (mean) price (max) mpg, over(rep78) name(b)
graph box price, over(foreign) name(x)
graph hbar price, over(foreign) name(hb)
graph combine h b x hb, cols(2) name(all) xsize(8) ysize(6) title("Four")
graph dir
assert wordcount("`r(list)'") == 6
graph drop h
capture graph display h
assert _rc == 111
graph save all "`f'.gph", replace
graph use "`f'.gph"

* Bars carry their heights (mean prices 6072.423 and 6384.682 in the published tables of these data), groups their
* own labels; those of the outer over() stand once, below.
graph bar (mean) price, over(foreign, relabel(1 "国产")) blabel(bar, format(%9.1f)) title("R{sup:2}")
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
foreach word in 6072.4 6384.7 国产 Foreign R² {
    assert strpos(`"`macval(svg)'"', ">`word'<") > 0
}
graph bar price, over(rep78) over(foreign)
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
assert strpos(`"`macval(svg)'"', ">Domestic<") > 0
assert strpos(subinstr(`"`macval(svg)'"', ">Domestic<", "", 1), ">Domestic<") == 0
capture graph bar price, over(foreign, nosuch)
assert _rc == 198
capture graph bar price, over(foreign) blabel(nosuch)
assert _rc == 198

* Plot types and errors.
twoway line mpg weight, sort || qfit mpg weight ||, legend(off)
twoway function y = x^2, range(-2 2) xline(0)
twoway kdensity mpg, xline(21.3) || scatteri 0.02 20 "here"
capture twoway nosuch mpg weight
assert _rc == 198
capture twoway scatter mpg nosuch
assert _rc == 111
capture twoway scatter mpg weight, nosuchoption(1)
assert _rc == 198
capture scatter mpg make
assert _rc == 109
capture line mpg
assert _rc == 102

* coefplot gives its numbers: coefficients and limits of regress, here against the estimates themselves.
quietly regress price mpg weight i.rep78
coefplot, drop(_cons) keep(mpg weight *.rep78) xline(0) coeflabels(mpg = "Mileage")
matrix p = r(plot)
assert rowsof(p) == 6
assert reldif(p[1,2], _b[mpg]) < 1e-12
assert reldif(p[1,4], _b[mpg] + invttail(e(df_r), .025)*_se[mpg]) < 1e-10
coefplot, keep(*.rep78) vertical recast(connected) ciopts(recast(rcap)) levels(90) yline(0) transform(* = @-1)
assert reldif(r(plot)[1,2], _b[2.rep78] - 1) < 1e-12
capture coefplot, keep(nosuch)
assert _rc == 111

* Curves over a histogram, and the level of a band in its legend.
sysuse auto, clear
histogram mpg, normal kdensity frequency
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
assert strpos(`"`macval(svg)'"', ">Normal<") > 0 & strpos(`"`macval(svg)'"', ">kdensity<") > 0
twoway lfitci mpg weight, level(90)
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
assert strpos(`"`macval(svg)'"', "90% CI") > 0

*** Value labels on axes; colours of symbols apart from their lines; bins of each panel
sysuse auto, clear
tempfile f
twoway scatter foreign price, ylabel(0 1, valuelabel angle(0)) mfcolor(white) mlcolor(navy) msymbol(smcircle)
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), ">Domestic<") & strpos(fileread("`f'.svg"), ">Foreign<")
histogram price, by(foreign) binrescale

*** Weights are areas of symbols and weigh fitted lines; curves without weights refuse them
sysuse auto, clear
tempfile f
twoway scatter price mpg [aw=weight], msymbol(Oh)
graph export "`f'.svg", replace
twoway lfit price mpg [aw=weight]
graph export "`f'w.svg", replace
twoway lfit price mpg
graph export "`f'u.svg", replace
assert fileread("`f'w.svg") != fileread("`f'u.svg")
capture twoway lowess price mpg [aw=weight]
assert _rc == 101

*** marginsplot: a title that is given, even an empty one, is the title
sysuse auto, clear
tempfile f
quietly regress price c.mpg##i.foreign
quietly margins foreign, at(mpg=(15 25))
marginsplot, x(mpg) title("") recast(line)
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), "margins") == 0 & strpos(fileread("`f'.svg"), "<circle") == 0

*** Axes of time take periods as they are written; marginsplot is told which dimension makes the plots
clear
set obs 48
generate m = tm(2010m1) + _n - 1
format m %tm
tsset m
generate y = _n
tempfile f
tsline y, tlabel(2010m1(12)2013m1, format(%tmCCYY)) tline(2012m1)
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), ">2013<") > 0
sysuse auto, clear
quietly regress price c.mpg##i.foreign
quietly margins foreign, at(mpg=(15 25))
marginsplot, xdimension(mpg) plotdimension(foreign)
capture marginsplot, xdimension(mpg) plotdimension(mpg)
assert _rc == 198

*** coefplot sorts by the estimates
sysuse auto, clear
quietly regress price mpg weight foreign
coefplot, drop(_cons) sort
matrix P = r(plot)
coefplot, drop(_cons) sort(, descending)
matrix Q = r(plot)
forvalues i = 1/2 {
  forvalues j = 2/3 {
    assert (P[`i',1] < P[`j',1]) == (P[`i',2] < P[`j',2])
    assert (Q[`i',1] < Q[`j',1]) == (Q[`i',2] > Q[`j',2])
  }
}

*** Figures side by side fill their cells: the titles of their axes stand in the lowest tenth of a page of 288 points
sysuse auto, clear
tempfile f
scatter price mpg, name(a)
histogram mpg, name(b)
graph combine a b
graph export "`f'.svg", replace
assert regexm(fileread("`f'.svg"), "y=.2[6-8][0-9][.][0-9]*. font-size=.[0-9.]*. text-anchor=.middle.>Mileage")

*** Schemes without colours leave the colours that are asked for
sysuse auto, clear
tempfile f
twoway (line price mpg, sort) (line weight mpg, sort lcolor(255 0 0)), scheme(s1mono)
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), "#ff0000") > 0 | strpos(fileread("`f'.svg"), "rgb(255,0,0)") > 0
twoway (line price mpg, sort) (line weight mpg, sort), scheme(s1mono)
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), "#90353b") == 0
