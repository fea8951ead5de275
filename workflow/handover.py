"""What is handed over with an award, and what is taken back after a revocation. Names of things; no state, no dates."""

from workflow.words import N_

OBJECTS = {
    "certificate": N_("Certificate"),
    "frame": N_("Frame"),
    "flag": N_("Flag"),
    "badge": N_("Badge"),
}
TAKEN_BACK = {"money": N_("Bonus money"), "objects": N_("Objects of the award")}
