"""What is known of names of persons and bodies, whoever asks: it imports nothing of the stages."""
