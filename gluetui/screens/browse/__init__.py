"""The main screen: its panes, and what loads into each of them."""
