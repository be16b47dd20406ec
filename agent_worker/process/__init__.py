"""The worker's operating system process: its log, its health, and what it must know of ECS.

ECS must not end the task of a worker that serves a call, and an old task must take no new calls.
"""
