//! The local admin socket: one length-prefixed MessagePack command, one answer.
//!
//! Whoever may open the socket may give commands: it lies in the data directory, and both
//! are for their owner alone. A data directory that no server holds is opened by the
//! command itself, so that every command works either way.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;

use super::{Admin, AdminAnswer, AdminCommand};
use crate::serve::stopped;

/// The largest command or answer: a CSV file of a plant's orders, with room to grow.
const MOST_BYTES: u32 = 64 << 20;
/// How long a connected client may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens the socket; the journal's lock says that no other server is using it.
pub fn bind(path: &Path) -> io::Result<UnixListener> {
    use std::os::unix::fs::PermissionsExt as _;
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Answers commands until the server stops.
pub async fn serve(listener: UnixListener, admin: Arc<Admin>, mut stop: watch::Receiver<bool>) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stop) => return,
        };
        match accepted {
            Ok((stream, _)) => {
                let admin = Arc::clone(&admin);
                tokio::spawn(async move {
                    if let Err(error) = answer_one(stream, &admin).await {
                        tracing::warn!(%error, "an admin command could not be answered");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "the admin socket could not accept");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn answer_one(mut stream: UnixStream, admin: &Admin) -> io::Result<()> {
    let command: AdminCommand = tokio::time::timeout(PATIENCE, read_framed(&mut stream)).await??;
    let answer = admin.execute(command).await;
    write_framed(&mut stream, &answer).await
}

/// Gives a command to a running server; nothing where no server listens.
pub async fn ask(path: &Path, command: &AdminCommand) -> io::Result<Option<AdminAnswer>> {
    let mut stream = match UnixStream::connect(path).await {
        Ok(stream) => stream,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused
            ) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    write_framed(&mut stream, command).await?;
    read_framed(&mut stream).await.map(Some)
}

async fn write_framed<T: Serialize>(stream: &mut UnixStream, message: &T) -> io::Result<()> {
    let bytes = rmp_serde::to_vec_named(message).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len())
        .ok()
        .filter(|length| *length <= MOST_BYTES)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "more than 64 MiB at once"))?;
    stream.write_all(&length.to_be_bytes()).await?;
    stream.write_all(&bytes).await?;
    stream.flush().await
}

async fn read_framed<T: DeserializeOwned>(stream: &mut UnixStream) -> io::Result<T> {
    let length = stream.read_u32().await?;
    if length > MOST_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "more than 64 MiB at once"));
    }
    // Grown as the bytes come: a claimed length alone costs nothing.
    let mut bytes = Vec::new();
    stream.take(u64::from(length)).read_to_end(&mut bytes).await?;
    if bytes.len() != usize::try_from(length).unwrap_or(usize::MAX) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    rmp_serde::from_slice(&bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
