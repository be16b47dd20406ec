"""The turn protocol: load a session, fold what happened, perform effects, save. HTTP and vendors are never here."""
