"""A process apart, in which files of strangers are read: with little time, memory and rights.

What holds where. Everywhere: no environment, no end in sight is an end, and Python code that wants
a network, another program or a file to write is refused. Linux: limits on processor and memory, and
no such system call gets through, whoever makes it (`linux`). macOS: a limit on the processor.
Windows: limits on processor and memory, and no second process (`windows`).
"""
