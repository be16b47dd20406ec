"""The turn protocol: load a session, fold events, perform effects, save. HTTP and vendors are never here."""
