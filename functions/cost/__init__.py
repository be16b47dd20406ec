"""What a call costs: its quantities, the prices, and their products. Nothing is read or stored here."""
