"""Ears and mouth of a call: speech to text, one POST a turn, text to speech. No flow logic, and no state of its own."""
