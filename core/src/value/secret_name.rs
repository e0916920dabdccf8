//! Names of secrets in AWS: segments joined by `/`.

/// Whether a text may stand between two slashes: letters, digits and `_.+=@-`, and never a step up or in place.
/// See <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html>.
pub(crate) fn is_segment(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"_.+=@-".contains(&byte);
    !text.is_empty() && !matches!(text, "." | "..") && text.bytes().all(inner)
}
