"""The words for spoken values, one file a language. To add one, write its file and name it in voice.py."""
