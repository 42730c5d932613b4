"""The commands of ``draad``, one module a family. They import stages only while they run (see ``draad.cli``)."""
