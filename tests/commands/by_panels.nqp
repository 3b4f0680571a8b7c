* Small multiples: a panel a group, the same axes, one legend; bad input leaves the figures as they were.
clear all
sysuse auto, clear
tempfile f
scatter mpg weight, by(foreign, total)
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
foreach heading in Domestic Foreign Total "Graphs by Car origin" {
    assert strpos(`"`macval(svg)'"', ">`heading'<") > 0
}
* Titles of the axes stand once for all panels; the axis of weight is under both columns.
assert strlen(subinstr(`"`macval(svg)'"', ">Weight (lbs.)<", "", .)) == strlen(`"`macval(svg)'"') - strlen(">Weight (lbs.)<")
assert strlen(subinstr(`"`macval(svg)'"', ">5000<", "", .)) == strlen(`"`macval(svg)'"') - 2*strlen(">5000<")

* A group without observations for a plot keeps its panel; note("") says nothing; all options of the page.
twoway (scatter mpg weight) (lfit mpg weight), by(foreign rep78, title("All cars") note("") cols(3)) name(p)
graph export "`f'.svg", name(p) replace
local svg = fileread("`f'.svg")
assert strpos(`"`macval(svg)'"', ">Domestic, 5<") > 0 & strpos(`"`macval(svg)'"', ">Foreign, 1<") == 0
assert strpos(`"`macval(svg)'"', ">All cars<") > 0 & strpos(`"`macval(svg)'"', "Graphs by") == 0
histogram mpg, percent by(rep78, missing rows(1))
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
assert strpos(`"`macval(svg)'"', ">.<") > 0
line mpg weight if foreign, sort by(foreign, yrescale)
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
assert strpos(`"`macval(svg)'"', ">Domestic<") == 0
graph twoway scatter mpg weight || lfit mpg weight ||, by(foreign)

capture scatter mpg weight, by(nosuch)
assert _rc == 111
capture scatter mpg weight, by()
assert _rc == 100
capture scatter mpg weight, by(foreign, nosuch)
assert _rc == 198
capture scatter mpg weight if mpg > 100, by(foreign)
assert _rc == 2000
capture graph bar mpg, nosuch
assert _rc == 198

* Colours: names that are none are errors; lists of styles go series by series.
capture scatter mpg weight, mcolor(blu)
assert _rc == 198
scatter mpg trunk weight, mcolor(red "0 0 255") msymbol(O D)
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
assert strpos(`"`macval(svg)'"', "#ff0000") > 0 & strpos(`"`macval(svg)'"', "#0000ff") > 0

* set scheme reaches figures of commands that show a report.
sysuse lalonde, clear
quietly psmatch2 treat age educ married re74, outcome(re78)
psgraph
graph export "`f'.svg", replace
local colour = fileread("`f'.svg")
set scheme s1mono
psgraph
graph export "`f'.svg", replace
local mono = fileread("`f'.svg")
assert strpos(`"`macval(colour)'"', "#1a476f") > 0
assert strpos(`"`macval(mono)'"', "#1a476f") == 0
set scheme s2color

* Panels of a panel.
clear
set obs 12
generate id = ceil(_n/4)
generate t = tq(2000q1) + mod(_n, 4)
format t %tq
generate y = id*t
capture xtline y
assert _rc == 459
xtset id t
xtline y
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
assert strpos(`"`macval(svg)'"', ">Graphs by id<") > 0 & strpos(`"`macval(svg)'"', "2000q1") > 0
xtline y, overlay legend(rows(1)) plot2(lcolor(red))
capture xtline y, overlay addplot(scatter y t)
assert _rc == 198
capture xtline nosuch
assert _rc == 111
