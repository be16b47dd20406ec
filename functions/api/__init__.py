"""The HTTP API, a file for each subject. Routes read requests and write answers; what happens is decided elsewhere."""
