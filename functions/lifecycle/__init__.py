"""The end or the continuation of a session outside of its turns: abandoned, idle and redispatched sessions."""
