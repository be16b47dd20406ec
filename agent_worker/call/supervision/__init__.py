"""People of the organization who listen to a call, take it over or whisper to its agent."""
