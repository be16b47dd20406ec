"""Calls that are on: which they are, and how a user of the organization takes part in one."""
