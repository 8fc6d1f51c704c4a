"""What panes and screens are made of: lines, rows, panes in general, the frame; no word of AWS."""
