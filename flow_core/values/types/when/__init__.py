"""Finds dates, times of day, moments and lengths of time. No word of a language is here."""
