"""What tells whom a source means: heads over the shipped encoder, and the choice by trees."""
