"""Many sessions at once on several processes of the API, compared with a bare API."""
