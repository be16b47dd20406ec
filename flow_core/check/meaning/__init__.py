"""What the expressions of a flow mean: the values they can have, and probable mistakes. None of them runs."""
