//! Why there is no certificate to serve with.

/// Why there is no certificate to serve with.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file of the plant, or what lies in it.
    #[error("{0}")]
    Unusable(String),
    /// The authority was made for other names.
    #[error("{0}")]
    Names(String),
    /// The data directory does not do its work.
    #[error("{0}")]
    Storage(String),
}

impl From<std::io::Error> for TlsError {
    fn from(error: std::io::Error) -> Self {
        Self::Storage(format!("the certificates in the data directory: {error}"))
    }
}
