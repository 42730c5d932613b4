"""``python -m bench``: the accuracy of Draad and its peers, with what that module takes."""

from bench.accuracy import main

if __name__ == "__main__":
    main()
