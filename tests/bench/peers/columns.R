# The jobs of tests/bench/columns.cpp with data.table. Prints "job <name> <seconds>".
suppressPackageStartupMessages(library(data.table))
set.seed(1)
n <- 1e7
d <- data.table(a = runif(n), w = runif(n), g = as.integer(runif(n) * 100000), t = as.integer(runif(n) * 100))
best <- function(runs, f) min(replicate(runs, f()))
seconds <- function(code) system.time(code)[["elapsed"]]
report <- function(job, runs, f) cat("job", job, best(runs, f), "\n")
report("generate", 5, function() seconds(d[, z := 2 * a + w - a / 3]))
report("egen", 5, function() seconds(d[, m := mean(a), by = g]))
report("collapse", 3, function() seconds(d[, .(a = mean(a), w = sum(w)), keyby = g]))
d[, c("z", "m") := NULL]
report("sort", 3, function() { e <- copy(d); seconds(setorder(e, g, t)) })
