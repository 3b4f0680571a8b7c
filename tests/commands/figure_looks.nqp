* How figures look: sizes, colours, places of texts, ticks, grids, regions, legends, schemes. Sizes are points: small is
* 8, medium 11, large 14, a number is percent of the shorter side of the page, which has 288.
clear all
sysuse auto, clear
tempfile f

*** Titles and labels have the sizes and colours that are asked for; lines stand below each other
scatter price mpg, title("One" "Two", size(large) color(navy)) xtitle("Across", size(small)) ///
    ytitle("Up", size(4)) xlabel(10(10)40, labsize(vsmall) labcolor(red)) note("left", size(medium)) ///
    caption("right", position(5))
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
foreach piece in `"font-size="14.00" text-anchor="middle" font-weight="bold" fill="#1a476f">One<"' ///
    `"font-size="14.00" text-anchor="middle" font-weight="bold" fill="#1a476f">Two<"' ///
    `"font-size="8.00" text-anchor="middle">Across<"' `"font-size="7.00" text-anchor="middle" fill="#ff0000">20<"' ///
    `"font-size="11.00" text-anchor="start">left<"' `"text-anchor="end">right<"' {
    assert strpos(`"`macval(svg)'"', `"`piece'"') > 0
}
assert regexm(`"`macval(svg)'"', `"font-size="11.52" [^>]*>Up<"')

*** xlabel(none) keeps the line of the axis; an axis turned around starts on the other side; small ticks
scatter price mpg, xlabel(none)
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), ">20<") == 0 & strpos(fileread("`f'.svg"), ">Mileage (mpg)<") > 0
local ys
foreach how in range(0) reverse {
    scatter price mpg, yscale(`how') ylabel(5000 15000)
    graph export "`f'.svg", replace
    assert regexm(fileread("`f'.svg"), `" y="([0-9.]+)" font-size="9.00" text-anchor="end">5000<"')
    local ys `ys' `=real(regexs(1))'
}
assert word("`ys'", 1) != word("`ys'", 2) & real(word("`ys'", 1)) > 144 & real(word("`ys'", 2)) < 144
scatter price mpg, xlabel(10 20 30 40)
graph export "`f'.svg", replace
local few = strlen(fileread("`f'.svg")) - strlen(subinstr(fileread("`f'.svg"), "<path", "", .))
scatter price mpg, xlabel(10 20 30 40) xmtick(##5) xtick(15 25)
graph export "`f'.svg", replace
* four small ticks in each of three stretches, and two more: fourteen paths of five letters
assert strlen(fileread("`f'.svg")) - strlen(subinstr(fileread("`f'.svg"), "<path", "", .)) == `few' + 5*14

*** Regions, boxes, grids
scatter price mpg, graphregion(fcolor(gs14)) plotregion(fcolor(white) lcolor(red) lwidth(thick)) ///
    ylabel(, grid glcolor(blue) glpattern(dash) angle(90))
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
assert strpos(`"`macval(svg)'"', `"fill="#dfdfdf""') > 0 & strpos(`"`macval(svg)'"', `"stroke="#ff0000" stroke-width="1.80""') > 0
assert strpos(`"`macval(svg)'"', `"stroke="#0000ff" stroke-width="0.60" stroke-dasharray"') > 0
assert regexm(`"`macval(svg)'"', `"rotate\(-90[^>]*>10000<"')

*** aspectratio() makes the frame square
scatter price mpg, aspectratio(1)
graph export "`f'.svg", replace
assert regexm(fileread("`f'.svg"), `"<clipPath id="c0"><rect x="[0-9.]+" y="[0-9.]+" width="([0-9.]+)" height="([0-9.]+)""')
assert abs(real(regexs(1)) - real(regexs(2))) < .011

*** A legend in a corner of the frame with its box, in columns, larger
twoway (scatter price mpg) (lfit price mpg), legend(order(2 "fit" 1 "cars") ring(0) position(1) cols(2) size(large) region(lcolor(black)))
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
assert regexm(`"`macval(svg)'"', `"y="([0-9.]+)" font-size="14.00" text-anchor="start">fit<"')
local y = regexs(1)
assert regexm(`"`macval(svg)'"', `"y="([0-9.]+)" font-size="14.00" text-anchor="start">cars<"')
assert regexs(1) == "`y'"

*** Schemes: colours of series, box and grid; what was asked for stays
foreach scheme in s1color white_tableau stcolor plotplain {
    twoway (scatter price mpg) (scatter weight mpg) (scatter turn mpg, mcolor(red)), scheme(`scheme')
    graph export "`f'.svg", replace
    local svg = fileread("`f'.svg")
    local first = cond("`scheme'" == "s1color", "#556b2f", cond("`scheme'" == "stcolor", "#1a85ff", cond("`scheme'" == "plotplain", "#000000", "#1f77b4")))
    assert strpos(`"`macval(svg)'"', `"fill="`first'""') > 0 & strpos(`"`macval(svg)'"', `"fill="#ff0000""') > 0
    assert strpos(`"`macval(svg)'"', "#1a476f") == 0 & (strpos(`"`macval(svg)'"', "#e1e1e1") > 0) == ("`scheme'" != "s1color")
}

*** Marks: paler fills, wider outlines, colours of labels; steps; lines over missing values
twoway bar price mpg if _n < 4, fcolor(navy) fintensity(50) lwidth(1)
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), "#8ca3b7") > 0 & strpos(fileread("`f'.svg"), `"stroke-width="2.88""') > 0
scatter price mpg in 1/3, mlabel(make) mlabcolor(red) mlwidth(thick) msize(2)
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), `"fill="#ff0000">AMC Concord<"') > 0 & strpos(fileread("`f'.svg"), `"r="2.88""') > 0
clear
input x y
1 1
2 .
3 2
end
local corners
foreach how in connect(l) cmissing(n) connect(J) {
    line y x, `how' lcolor(red)
    graph export "`f'.svg", replace
    local line = cond(regexm(fileread("`f'.svg"), `"d="(M[^"]*)" fill="none" stroke="#ff0000""'), regexs(1), "")
    local corners `corners' `= strlen("`line'") - strlen(subinstr("`line'", "L", "", .))'
}
* one stretch from the first to the last, none, and two where it goes level first
assert "`corners'" == "1 0 2"
scatter y x, connect(l) mcolor(red) lcolor(blue)
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), `"stroke="#0000ff""') > 0

*** Plots are added to histograms; pages with more room have larger letters; jitter moves points, the same way each time
sysuse auto, clear
histogram price, addplot((kdensity price) (scatteri 0 6000 "mean"))
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), ">kdensity price<") > 0 & strpos(fileread("`f'.svg"), ">mean<") > 0
scatter price mpg, xsize(8) ysize(8)
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), `"font-size="20.00""') > 0
scatter foreign rep78, jitter(5)
graph export "`f'.svg", replace
local once = fileread("`f'.svg")
scatter foreign rep78, jitter(5)
graph export "`f'.svg", replace
assert fileread("`f'.svg") == `"`macval(once)'"'
scatter foreign rep78
graph export "`f'.svg", replace
assert fileread("`f'.svg") != `"`macval(once)'"'

*** graph combine: common axes, notes and titles of the page, the size of texts
scatter price mpg if foreign, name(a, replace)
scatter price mpg if !foreign, name(b, replace)
graph combine a b, ycommon xcommon rows(1) iscale(1) title("Both", size(medium)) note("n") l1title("left")
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
foreach label in 15000 40 {
    assert strlen(`"`macval(svg)'"') - strlen(subinstr(`"`macval(svg)'"', ">`label'<", "", .)) == 2*strlen(">`label'<")
}
assert strpos(`"`macval(svg)'"', `"font-size="9.00""') > 0 & strpos(`"`macval(svg)'"', ">left<") > 0 & strpos(`"`macval(svg)'"', ">n<") > 0
graph bar price, over(foreign, label(labsize(large))) blabel(bar, size(small) position(center)) intensity(40)
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), `"font-size="14.00" text-anchor="middle">Domestic<"') > 0

*** Horizontal bars and boxes lie along y: what is said of y stands below; boxes of two variables have a legend
sysuse auto, clear
tempfile f
foreach kind in hbar hbox dot {
    graph `kind' price, over(foreign) ytitle("length") ylabel(0 12000)
    graph export "`f'.svg", replace
    assert strpos(fileread("`f'.svg"), `"text-anchor="middle">length<"') > 0
    assert strpos(fileread("`f'.svg"), `"text-anchor="middle">12000<"') > 0
    assert strpos(fileread("`f'.svg"), `"text-anchor="end">Domestic<"') > 0
}
graph box price, over(foreign)
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), "<circle") > 0
graph box price weight, over(foreign) nooutsides box(1, fcolor(red) lcolor(black))
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), "<circle") == 0 & strpos(fileread("`f'.svg"), "#ff0000") > 0
assert strpos(fileread("`f'.svg"), ">Price<") > 0 & strpos(fileread("`f'.svg"), ">Weight (lbs.)<") > 0
kdensity price, normal normopts(lcolor(red))
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), "#ff0000") > 0
histogram price, normal normopts(lcolor(blue)) kdensity kdenopts(lcolor(red) lpattern(dash))
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), `"stroke="#0000ff""') > 0
assert regexm(fileread("`f'.svg"), `"stroke="#ff0000" [^>]*stroke-dasharray"')

*** recast() draws a plot as another one: a curve as an area under it
foreach graph in "twoway kdensity" kdensity {
    `graph' price, recast(area) fcolor(red)
    graph export "`f'.svg", replace
    assert strpos(fileread("`f'.svg"), `"Z" fill="#ff0000""') > 0
}
capture twoway line price mpg, recast(nosuch)
assert _rc == 198

*** bars of monochrome schemes are told apart by their shades, lines by their patterns
sysuse auto, clear
tempfile mono
graph bar mpg turn, over(foreign) scheme(s1mono)
graph export "`mono'.svg", replace
assert strpos(fileread("`mono'.svg"), "dasharray") == 0
twoway (line mpg weight, sort) (line turn weight, sort), scheme(s1mono)
graph export "`mono'.svg", replace
assert strpos(fileread("`mono'.svg"), "dasharray") > 0
