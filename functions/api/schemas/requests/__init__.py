"""The bodies that the API accepts, one module for each subject."""
