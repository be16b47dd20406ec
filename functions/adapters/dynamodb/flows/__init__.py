"""The flows table: flows, agents, phone numbers, organizations and the audit."""
