"""Digital signatures on papers: PAdES over the frozen bytes, and what those bytes say when they are read again.

Only this package imports pyHanko, PKCS#11 and the cryptography of certificates. It knows bytes, never a decision.
"""
