//! Shared parts of the tests: reading corpus files, and compiling as every host does.

pub mod amount;
pub mod answer;
pub mod apiserver;
pub mod argocd;
pub mod cases;
pub mod command;
pub mod corpus;
pub mod cursor;
pub mod document;
pub mod fields;
pub mod fuzz;
pub mod generate;
pub mod go;
pub mod inputs;
pub mod invariants;
pub mod leaves;
pub mod lines;
pub mod mutate;
pub mod names;
pub mod network;
pub mod output;
pub mod repository;
pub mod sandbox;
pub mod schema_paths;
pub mod source_text;
pub mod yaml11;
