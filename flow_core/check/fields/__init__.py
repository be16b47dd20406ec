"""Problems of single fields: wrong types, unknown names, and fields that do not say what the author means."""
