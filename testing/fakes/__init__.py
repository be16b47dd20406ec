"""A fake for each port. Each passes the same contract tests as its adapter."""
