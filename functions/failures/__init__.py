"""The log lines of failures: codes, causes and the current operation."""
