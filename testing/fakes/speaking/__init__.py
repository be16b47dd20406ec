"""Engines of text to speech that make no sound."""
