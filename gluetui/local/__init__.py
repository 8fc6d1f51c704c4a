"""The user's machine: settings, remembered choices, the clipboard, crash reports."""
