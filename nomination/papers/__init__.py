"""One content model a paper: what it says, in Vietnamese always, whichever form it is printed in."""
