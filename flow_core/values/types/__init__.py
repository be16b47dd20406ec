"""The rules that read a value, one file per type. The words come from the folder of a language."""
