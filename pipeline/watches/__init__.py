"""Watches: saved questions whose answers are feeds, mails and calls of web addresses."""
