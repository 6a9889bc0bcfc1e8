"""`hyosan saves`: what is kept, how it would load under a changed story, mending it, and playthroughs as single files."""
