"""How well answers are understood, by language and type, and how long a reading takes."""
