"""The toolkit of panes and screens: lines, rows, panes in general, the frame; no word of AWS."""
