"""The checks that `make check` runs besides the linters: words, folders, the import graph of the docs."""
