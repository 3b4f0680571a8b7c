* putdocx: the parts of the written archive are those of a Word document (ISO/IEC 29500); LibreOffice opens it.
sysuse auto, clear
tempfile f

*** A document is begun once, and nothing can be added before
capture putdocx paragraph
assert _rc == 198
putdocx begin, font("Arial", 11)
capture putdocx begin
assert _rc == 198
capture putdocx text ("no paragraph yet")
assert _rc == 198
putdocx paragraph, style(Heading1) halign(center)
putdocx text ("汽车价格 & prices"), bold font("", 14, red)
quietly summarize price
putdocx paragraph
putdocx text ("mean "), italic
putdocx text (r(mean)), nformat(%8.2f) underline linebreak
putdocx text ("x"), script(super)
capture putdocx text (r(mean)), font("Arial", 14, nocolour)
assert _rc == 198
capture putdocx text ("a"), nonsense
assert _rc == 198
capture putdocx text "no parentheses"
assert _rc == 198
capture putdocx text (nosuch + 1)
assert _rc == 111

*** Tables: estimates, matrices, data, cells
putdocx clear
putdocx begin
capture putdocx table t(1, 1) = ("x")
assert _rc == 198
capture putdocx table e = etable
assert _rc == 301
quietly regress price mpg i.foreign
putdocx table e = etable, title("Table 1") note("Source: 1978 automobiles") border(rules)
matrix M = (1.5, 2 \ 3, .)
matrix rownames M = a b
putdocx table m = matrix(M), rownames colnames nformat(%4.1f)
putdocx table d = data(make price foreign), varnames
putdocx table t = (2, 3)
putdocx table t(1, 1) = ("name"), bold
putdocx table t(2, 3) = (1/3), nformat(%5.3f) halign(right)
capture putdocx table t(3, 1) = ("outside")
assert _rc == 198
capture putdocx table t = (0, 3)
assert _rc == 198
capture putdocx table bad = matrix(nosuch)
assert _rc != 0
putdocx pagebreak
putdocx save `f'.docx, replace
assert fileexists("`f'.docx")
capture putdocx save `f'.docx, replace
assert _rc == 198

*** Pictures; a file in the way stays
putdocx begin, landscape pagesize(letter)
twoway scatter price mpg
graph export `f'.png, replace
putdocx paragraph, halign(center)
putdocx image `f'.png, width(4)
putdocx image `f'.png, width(10cm)
capture putdocx image `f'.png, width(nothing)
assert _rc == 198
capture putdocx image nosuch.png
assert _rc == 601
putdocx save `f'.docx, replace
assert fileexists("`f'.docx")
putdocx begin
putdocx paragraph
capture putdocx save `f'.docx
assert _rc == 602
putdocx save `f'.docx, replace

* Widths of tables: half of the page, and half of the 6.27 inches between the margins of A4 paper.
quietly sysuse auto, clear
quietly regress price mpg
putdocx begin
putdocx table t = etable, width(50%) layout(autofitcontents)
putdocx table u = (2, 2), width(15.93cm)
capture putdocx table v = (2, 2), width(wide)
assert _rc == 198
capture putdocx table v = (2, 2), width(0%)
assert _rc == 198
putdocx save `f'.docx, replace
