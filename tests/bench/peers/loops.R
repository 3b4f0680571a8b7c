# The loops of tests/bench/loops.cpp. Prints "job <name> <seconds>".
best <- function(f) min(replicate(3, system.time(f())[["elapsed"]]))
report <- function(job, f) cat("job", job, best(f), "\n")
n <- 1:1000000  # 50 times as many rounds: the clock is coarse
report_rounds <- function(job, f) cat("job", job, best(f) / 50, "\n")
report_rounds("none", function() for (i in n) a <- 1)
report_rounds("token", function() for (i in n) a <- i)
report("glued", function() { e <- new.env(); for (i in 1:20000) assign(paste0("a", i), 1, envir = e) })
