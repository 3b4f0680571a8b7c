# Rscript files.R f.csv f.dta: the jobs of tests/bench/files.cpp. Prints "job <name> <seconds>".
best <- function(runs, f) min(replicate(runs, system.time(f())[["elapsed"]]))
report <- function(job, runs, f) cat("job", job, best(runs, f), "\n")
files <- commandArgs(TRUE)
scratch <- tempfile()
if (requireNamespace("data.table", quietly = TRUE)) {
  report("fread", 5, function() data.table::fread(files[1]))
  d <- data.table::fread(files[1])
  report("fwrite", 3, function() data.table::fwrite(d, scratch))
}
if (requireNamespace("haven", quietly = TRUE)) {
  report("read_dta", 3, function() haven::read_dta(files[2]))
  d <- haven::read_dta(files[2])
  report("write_dta", 2, function() haven::write_dta(d, scratch))
}
unlink(scratch)
