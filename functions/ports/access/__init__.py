"""Who may use the API beside users and workers."""
