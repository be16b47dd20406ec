"""The rules that say where a transfer may lead, and the tables of phone numbers they need. No transfer runs here."""
