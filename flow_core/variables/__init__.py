"""Variables: their names, the types that an author can declare, and their size."""
