"""A small news site of our own, served over real HTTP; README.md describes it."""

from tests.newsroom.outlet import Fixture, Outlet, Page, fixtures, read_outlets
from tests.newsroom.server import Newsroom, Request

__all__ = ["Fixture", "Newsroom", "Outlet", "Page", "Request", "fixtures", "read_outlets"]
