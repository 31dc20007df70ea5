"""Rows of earlier runs, looked at or tried again: repair, retry, resync and the audit for gaps."""
