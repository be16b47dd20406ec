"""What speaks a text where an author listens to a voice. No call uses it: the worker speaks in calls."""
