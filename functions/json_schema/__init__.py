"""The JSON schemas of authors: a validator with limits. Callflow's own data is never validated here."""
