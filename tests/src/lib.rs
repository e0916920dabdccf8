//! Shared parts of the tests: reading corpus files, and compiling as every host does.

pub mod cases;
pub mod command;
pub mod corpus;
pub mod inputs;
pub mod network;
pub mod output;
pub mod repository;
