"""How long a visit counts where nobody checks out, kept by the staff of a house."""
