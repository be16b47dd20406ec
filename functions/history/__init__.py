"""The history of a session: its conversation and its recording. Nothing is written here."""
