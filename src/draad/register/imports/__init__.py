"""What comes into the register from elsewhere: a corrected sheet, the Tweede Kamer's commitments. Bytes in."""
