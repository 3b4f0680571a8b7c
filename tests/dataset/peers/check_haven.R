# Rscript check_haven.R file ...: haven reads what test::rich_frame() (rich_frame.hpp) says. Status 77: no haven.
if (!requireNamespace("haven", quietly = TRUE)) quit(status = 77)
codes <- c("", letters)
for (file in commandArgs(TRUE)) {
  old <- grepl("_11[3-7]", file)
  d <- haven::read_dta(file, encoding = if (old) "UTF-8")  # these versions do not say; haven guesses Windows-1252
  stopifnot(nrow(d) == 30)
  stopifnot(as.vector(d$id) == (0:29) %/% 10, as.vector(d$year) == 2000 + 0:29 %% 10)
  for (type in c("byte", "int", "long", "float", "double")) {
    x <- d[[paste0("m_", type)]]
    tags <- haven::na_tag(x[1:27])
    stopifnot(is.na(x[1:27]), identical(ifelse(is.na(tags), "", tags), codes))
    stopifnot(as.vector(x[28:30]) == 27:29)
    labels <- attr(x, "labels")
    stopifnot(attr(x, "label") == "missing values", labels[["no"]] == 0, labels[["yes"]] == 1)
    stopifnot(haven::na_tag(labels[["refused"]]) == "a")
    if (!old) stopifnot(labels[["坏"]] == -1)
  }
  # haven takes the pointers to long strings of version 119 for those of 118.
  if ("lengthy" %in% names(d) && !grepl("_119", file)) {
    stopifnot(as.vector(d$lengthy) == ifelse(0:29 %% 3 == 0, "", paste0(strrep("text ", 600), 0:29)))
  }
  stopifnot("a note of the data" %in% attr(d, "notes"))  # the first is the number of notes
  if (!old) {
    stopifnot(as.vector(d[["名称"]]) == replace(rep("省份", 30), 8, ""))
    stopifnot(attr(d, "label") == "everything 全部")
  }
}
