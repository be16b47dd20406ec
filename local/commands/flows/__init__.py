"""`callflow pull`, `push`, `diff`, `test` and `publish`: flows, their tests and gates as files that git keeps."""
