"""`callflow test`: runs tests in memory from files or on a server, and reports them as lines and as JUnit XML."""
