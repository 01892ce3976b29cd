"""The controlled vocabulary: terms, their families and their labels."""
