"""What an enterprise hangs on its walls, as PDF: tickets, the four-colour sheet, notice cards, the board with its code."""
