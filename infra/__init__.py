"""The AWS resources of Callflow: templates, and the programs that check them and compute their cost."""
