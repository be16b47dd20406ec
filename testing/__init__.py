"""The code that tests and benchmarks share: fakes, a stage, fault drivers, callers and servers. It never ships."""
