"""The version of Callflow."""

VERSION = "0.1.0"
