"""What an operator does with a stack: `python -m infra.operate COMMAND ENV`, behind the targets of the Makefile."""
