"""The LiveKit worker of a call: speech to text, one request to the API a turn, text to speech.

It has no flow logic. It stores nothing longer than a call.
"""
