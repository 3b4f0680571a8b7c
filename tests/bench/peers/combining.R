# The jobs of tests/bench/combining.cpp with data.table. Prints "job <name> <seconds>".
suppressPackageStartupMessages(library(data.table))
set.seed(5)
best <- function(runs, f) min(replicate(runs, system.time(f())[["elapsed"]]))
report <- function(job, runs, f) cat("job", job, best(runs, f), "\n")
n <- 1e7
small <- data.table(g = 0:99999, z = runif(1e5))
large <- data.table(a = runif(n), w = runif(n), g = as.integer(runif(n) * 100000))
report("merge", 3, function() small[large, on = "g"])
rm(large)
wide <- data.table(id = 1:1000000)
for (j in 1:10) set(wide, j = paste0("x", j), value = runif(1e6))
report("reshape", 3, function() melt(wide, id.vars = "id", variable.name = "t", value.name = "x"))
report("reshape_sorted", 3, function() setorder(melt(wide, id.vars = "id", variable.name = "t", value.name = "x"), id, t))
