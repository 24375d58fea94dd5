"""Common Ground: practise the conversations careers are made of."""
