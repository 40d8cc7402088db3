"""How the attribution model of `pipeline/quotes` is made; `python -m training` is its command.

Nothing of this is imported at run time; see README.md beside this file.
"""
