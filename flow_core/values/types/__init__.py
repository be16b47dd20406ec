"""The rules that read a value, one file per type. The words come from a language: none stands here."""
