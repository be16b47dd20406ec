"""What no record may show: which words and values of a call are private, and their removal from heads and turns.

The values themselves stay in a sealed part of the records while the call is on (sealed_sessions.py).
"""
