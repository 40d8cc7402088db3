"""What stands on a news page besides the article: one module a kind of boilerplate.

Each module offers REGIONS (parts of the page that are known by name) and RULES
(functions from a block and its page to a verdict, or None). `pipeline.article.block_labeller`
says in which order they are asked.
"""
