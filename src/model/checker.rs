//! A checker in a guide or a step: which rules the reader may try.

/// A checker, by the id of its rules in the academy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Checker {
    /// Of a password, by the policy with this id.
    Password(Box<str>),
    /// Of an identifier, by the format with this id.
    Identifier(Box<str>),
}
