* esttab and estpost in forms of replication packages. Texts follow the documentation of estout 3.31 (esttab.ado, estout.sthlp).
sysuse auto, clear
tempfile t
program holds_text
  args file text
  assert strpos(fileread("`file'"), `"`text'"') > 0
end

*** transform(): coefficients by the function, errors by its derivative
regress price weight mpg
local b : display %9.3f 100*_b[weight]
local s : display %9.3f 100*_se[weight]
esttab using "`t'.csv", transform(@*100) b(%9.3f) se(%9.3f) plain replace
holds_text "`t'.csv" `=trim("`b'")'
holds_text "`t'.csv" `=trim("`s'")'
logit foreign mpg, nolog
local b : display %9.4f exp(_b[mpg])
local s : display %9.4f exp(_b[mpg])*_se[mpg]
esttab using "`t'.csv", transform(mpg exp(@) exp(@)) b(%9.4f) se(%9.4f) plain replace
holds_text "`t'.csv" `=trim("`b'")'
holds_text "`t'.csv" `=trim("`s'")'
local c : display %9.4f _b[_cons]
holds_text "`t'.csv" `=trim("`c'")'

*** plain: raw numbers without stars, parentheses and notes
regress price weight
esttab using "`t'.csv", plain replace
assert strpos(fileread("`t'.csv"), "*") == 0
assert strpos(fileread("`t'.csv"), "statistics") == 0
assert strpos(fileread("`t'.csv"), "(") == 0
local b : display %9.0g _b[weight]
holds_text "`t'.csv" `=trim("`b'")'

*** beta: standardised coefficients, the constant left out
regress price weight mpg, beta
quietly summarize price
scalar sy = r(sd)
quietly summarize mpg
local b : display %9.5f _b[mpg]*r(sd)/sy
esttab using "`t'.csv", beta(%9.5f) not nostar replace
holds_text "`t'.csv" `=trim("`b'")'
assert strpos(fileread("`t'.csv"), "_cons") == 0

*** A matrix as a table
matrix A = (1.25, 2 \ 3, 4)
matrix rownames A = first second
matrix colnames A = c1 c2
esttab matrix(A, fmt(2 0)) using "`t'.csv", replace plain
holds_text "`t'.csv" "1.25"
holds_text "`t'.csv" "second"
esttab matrix(A, transpose)
assert r(ncols) == 2
capture esttab matrix(nosuch)
assert _rc == 111

*** The p-value of the model, where it is not stored
regress price weight mpg
local p : display %9.6f Ftail(e(df_m), e(df_r), e(F))
esttab using "`t'.csv", stats(p, fmt(%9.6f)) replace
holds_text "`t'.csv" `=trim("`p'")'

*** estpost tabstat by groups
estpost tabstat price mpg, by(foreign) statistics(mean sd count semean)
matrix m = e(mean)
matrix s = e(semean)
quietly summarize price if foreign == 1
assert reldif(m[1,3], r(mean)) < 1e-12
assert reldif(s[1,3], r(sd)/sqrt(r(N))) < 1e-12
quietly summarize mpg
assert reldif(m[1,6], r(mean)) < 1e-12
esttab, main(mean) aux(sd) nostar unstack noobs nonote
estpost tabstat price rep78, listwise statistics(count)
matrix n = e(count)
assert n[1,1] == 69 & n[1,2] == 69
estpost tabstat price, by(foreign) nototal
matrix m = e(mean)
assert colsof(m) == 2

*** Lines of LaTeX of one's own
regress price weight
esttab using "`t'.tex", replace prehead("\begin{tabular}{lc}" "\hline") posthead("\hline Panel A \\") prefoot("\hline") postfoot("\hline" "\end{tabular}") nonotes
holds_text "`t'.tex" "\begin{tabular}{lc}"
holds_text "`t'.tex" "Panel A"
assert strpos(fileread("`t'.tex"), "\sym#1") == 0
assert strpos(fileread("`t'.tex"), "\hline\hline") == 0
esttab using "`t'.tex", replace fragment postfoot("N has @span columns")
holds_text "`t'.tex" "N has 2 columns"
* estout, style(tex) is rows alone.
estimates store m1
estout m1 using "`t'.tex", replace style(tex) cells(b)
assert strpos(fileread("`t'.tex"), "tabular") == 0
holds_text "`t'.tex" "&"

*** stats() says what the whole foot is, whatever stands beside it
quietly regress price weight
estimates store m1
esttab m1 using "`t'.csv", replace ar2 stats(N, fmt(%9.0f))
assert strpos(fileread("`t'.csv"), "R-sq") == 0
holds_text "`t'.csv" "74"

*** cells(): several in one cell, texts where there is none, signs and stars of their own
sysuse auto, clear
eststo clear
eststo a: quietly regress price mpg weight
eststo b: quietly regress price mpg
tempfile t
esttab a b using `t'.txt, cells("b(fmt(1) vacant(--)) & se(par fmt(1)) _star") replace collabels(none) nonumber nomtitle
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "-49.5 (86.2)") > 0 & strpos(`"`text'"', "--") > 0 & strpos(`"`text'"', "**") > 0
esttab a using `t'.txt, cells(b(fmt(1)) ci(par("[" " to " "]") fmt(0))) replace
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "[-221 to 122]") > 0 & strpos(`"`text'"', "b/ci") > 0
esttab a using `t'.txt, cells((b(fmt(1)) t(abs fmt(2))) p(fmt(3) keep(weight))) replace
local text = fileread("`t'.txt")
assert strpos(`"`text'"', " 0.57") > 0 & strpos(`"`text'"', "0.008") > 0 & strpos(`"`text'"', "0.567") == 0
esttab a b using `t'.txt, cells(b(fmt(1) pattern(1 0)) _sign) replace
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "-49.5") > 0 & strpos(`"`text'"', "-238.9") == 0
* substitute() works on what is written
esttab a using `t'.tex, substitute(\_cons Intercept) replace
local text = fileread("`t'.tex")
assert strpos(`"`text'"', "Intercept") > 0
esttab a using `t'.docx, substitute("weight" "Weight of the car") replace
capture esttab a, substitute(one)
assert _rc == 198

*** eststo: numbers beside the model; options that it does not have are errors
eststo clear
eststo m1, addscalars(k 4 half (1/2)): quietly regress price mpg
assert e(k) == 4 & e(half) == .5
esttab m1, scalars(k)
eststo, prefix(model): quietly regress price weight
estimates restore model1
capture eststo, by(foreign): quietly regress price mpg
assert _rc == 198
* groups of estpost have headings, the first too
estpost tabstat price mpg, by(foreign) statistics(mean sd)
tempfile g
esttab . using `g'.txt, cells("mean sd") replace
local text = fileread("`g'.txt")
assert strpos(`"`text'"', "Domestic") > 0 & strpos(`"`text'"', "Foreign") > 0

*** Equations: found by name, labelled, kept together; order() holds within each
sysuse auto, clear
eststo clear
eststo a: quietly mlogit rep78 mpg if rep78 > 2
eststo b: quietly mlogit rep78 mpg weight if rep78 > 2
tempfile t
esttab a b using `t'.txt, eqlabels("low" "high") order(_cons) replace nogaps
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "low") > 0 & strpos(`"`text'"', "high") > 0 & strpos(`"`text'"', "weight") > 0
assert strpos(`"`text'"', "_cons") < strpos(`"`text'"', "mpg")
assert strpos(`"`text'"', "weight") < strpos(`"`text'"', "high")
assert length(`"`text'"') - length(subinstr(`"`text'"', "low", "", .)) == 3
* the same regressors: least squares
quietly sureg (price mpg) (weight mpg)
esttab . using `t'.txt, keep(price:mpg) coeflabels(price:mpg "Miles") replace
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "Miles") > 0 & strpos(`"`text'"', "-238.9") > 0
esttab . using `t'.txt, drop(price:) replace
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "-238.9") == 0
quietly heckman price mpg, select(foreign = weight) twostep
esttab . using `t'.txt, eqlabels("Outcome" "Selection") replace
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "Outcome") < strpos(`"`text'"', "mpg") & strpos(`"`text'"', "Outcome") > 0
assert strpos(`"`text'"', "Selection") < strpos(`"`text'"', "weight")
