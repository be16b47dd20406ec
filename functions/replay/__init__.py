"""Replay: recorded calls folded through another version of their flow. Nothing outside is asked, nothing is stored."""
