"""Language models, one module for each provider."""
