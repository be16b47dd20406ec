"""The commands `chat`, `check`, `record`, `replay` and `eval`. `dev` is local/dev.py, `phone` is local/phone/.

Those for flows as files are in flows/.
"""
