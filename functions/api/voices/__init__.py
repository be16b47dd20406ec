"""The routes under /api/voices: the voices of the worker's engine, and a text spoken by one of them."""
