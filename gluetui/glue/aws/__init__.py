"""The way to AWS: boto3's sessions and clients, the read-only guard, identity, config files, the log of calls."""
