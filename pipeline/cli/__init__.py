"""The command line: commands, their options, what they print. No logic of its own."""
