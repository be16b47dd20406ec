"""Speech that is kept: the sound of texts that are always the same, so that a caller hears them at once."""
