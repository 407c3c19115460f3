"""What only those see who bring figures in and decide on them: sessions, forms, the open record."""
