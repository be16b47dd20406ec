"""The work of the local stack after a call: it sends summaries of ended sessions and closes idle sessions."""
