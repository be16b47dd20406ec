"""What ends or continues a session outside of its turns: abandoned, idle and redispatched sessions."""
