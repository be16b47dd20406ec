"""What operators are told when something fails: codes, causes and the current operation."""
