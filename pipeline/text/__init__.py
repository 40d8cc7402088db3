"""Ground floor: what is done with text, dates and addresses, whoever asks."""
