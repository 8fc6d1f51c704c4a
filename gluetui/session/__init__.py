"""A session is one profile in one Region: its clients, threads, health and loaded runs; no widget, no pane."""
