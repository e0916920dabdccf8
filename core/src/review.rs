//! Whole-repository checks over many teams.
