"""The costs of a stack at AWS. `python -m infra.cost` writes docs/cost.md."""
