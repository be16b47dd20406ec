"""Tests of a flow: their schema, their run in memory, and a test from a session. Nothing is stored here."""
