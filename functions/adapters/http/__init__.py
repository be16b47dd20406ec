"""Requests to addresses that authors choose: tools and webhooks, guarded against server-side request forgery."""
