"""Reads, checks and keeps index packs and code lists."""
