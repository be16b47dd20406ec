"""Authors' JSON schemas: a validator whose work is bounded. Callflow's own data is never validated here."""
