"""What lies on the user's machine: settings, remembered choices, the clipboard, crash reports."""
