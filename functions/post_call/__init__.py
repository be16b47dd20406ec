"""After a session: enqueue.py reads the stream and fills the queue, messages.py reads the queue, deliver.py sends."""
