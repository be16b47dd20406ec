"""The bodies that the API returns, one module for each subject. They are types only; nothing is validated."""
