"""What happens once a session has ended: stream -> queue (handler.py) -> the organization's webhook (deliver.py)."""
