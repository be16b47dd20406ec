"""Many sessions at once on several processes, beside a bare API."""
