"""Flows within a flow: how inner flows are frozen, and which of them a session runs. Nothing is stored here."""
