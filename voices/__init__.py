"""What the worker and the API both know of voices: who speaks a language, and the voice of this machine.

It imports none of the other packages, because the worker and the API may not import each other.
"""
