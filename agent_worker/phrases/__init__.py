"""The worker's own words: one file of data a language. A translation needs to read `phrases.py` and `en.py` only."""
