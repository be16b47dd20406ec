"""What Callflow runs on at AWS: templates, and the programs that check them and count what they cost."""
