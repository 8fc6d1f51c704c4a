"""AWS Glue as a library: it knows no screen, no Textual and no Rich."""
