"""What the form of a text tells by itself: turns, interviews, names beside words."""
