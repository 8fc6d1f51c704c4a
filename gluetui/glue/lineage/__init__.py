"""The predecessor graph: as data, as a tree of rows, searched and added up."""
