"""An index of the compiled story, kept between starts: the first scene is there before anything else was read.

A start asks the disk for the stamps of the story's files. When they are those of the index, the parts of the story are decoded
when they are first asked for, each scene for itself, so that a story of 10,000 scenes starts like one of 100. When they are not,
the files are read: with the same content the index gets the new stamps, with another one it is made anew.

The index is only ever a copy: whatever is wrong with it (cut off, changed, of another program, of somebody else), the story is
loaded from its files, and nobody is told. Authors' tools, which need the places and the report, never ask it.

    stamps     what the disk says of the files of a folder, and of this program
    kinds      the records that can stand in an index, each by a number
    encoding   values -> text, and back
    container  one file: a head, sections and scenes, each with its check sum
    sections   the parts of a story as mappings that are decoded when they are asked for
    folder     where indexes are, who may read them, how many are kept
    current    finds the one that is of the files as they are now
    opening    finds, makes and renews them
"""
