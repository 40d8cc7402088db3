"""Publishing: the digest, one static page of who said what, and links to the words themselves."""

from pipeline.publish.links import is_web_address, link_to_words
from pipeline.publish.page import write_digest

__all__ = ["is_web_address", "link_to_words", "write_digest"]
