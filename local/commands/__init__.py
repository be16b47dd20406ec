"""The commands of `callflow`, one module each. `dev` and `phone` have their own place."""
