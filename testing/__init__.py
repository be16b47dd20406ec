"""What tests and benchmarks share: fakes, a stage, fault drivers, callers and servers. Never shipped."""
