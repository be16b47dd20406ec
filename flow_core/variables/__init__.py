"""Variables: their names, the types that an author can declare, their size, and what reads and sets them."""
