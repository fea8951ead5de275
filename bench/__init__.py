"""Measurements that anybody can repeat. Nothing here is part of the product."""
