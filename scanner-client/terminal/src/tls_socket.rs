//! A socket of which one thread reads while another writes, in clear or under TLS.
//!
//! Under TLS both use the same connection's keys. They hold its lock only to turn bytes into others,
//! never while they wait for the network: a reader that waits keeps no writer.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::ClientConnection;

/// How much is taken from the network at once.
const PIECE: usize = 16 << 10;

/// One of the ends that share a socket.
#[derive(Clone, Debug)]
pub struct SharedSocket {
    stream: Arc<TcpStream>,
    writing: Arc<Mutex<()>>,
    tls: Option<Arc<Mutex<ClientConnection>>>,
    /// What came and is not turned into plain bytes yet: this end's own, since one end alone reads.
    unread: Vec<u8>,
}

impl SharedSocket {
    /// A line without TLS, over which everything goes in clear.
    pub fn plain(stream: TcpStream) -> Self {
        Self { stream: Arc::new(stream), writing: Arc::default(), tls: None, unread: Vec::new() }
    }

    /// Under TLS; comes back when both sides agree.
    pub fn secure(mut stream: TcpStream, mut tls: ClientConnection) -> io::Result<Self> {
        while tls.is_handshaking() {
            tls.complete_io(&mut stream)?;
        }
        let tls = Some(Arc::new(Mutex::new(tls)));
        Ok(Self { tls, ..Self::plain(stream) })
    }

    /// Hangs up for all who share it.
    pub fn hang_up(&self) {
        // Gone already is just as well.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

fn lock(tls: &Mutex<ClientConnection>) -> MutexGuard<'_, ClientConnection> {
    tls.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Read for SharedSocket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(tls) = &self.tls else { return (&*self.stream).read(buffer) };
        loop {
            match lock(tls).reader().read(buffer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                read => return read,
            }
            if self.unread.is_empty() {
                self.unread.resize(PIECE, 0);
                let read = (&*self.stream).read(&mut self.unread);
                self.unread.truncate(*read.as_ref().unwrap_or(&0));
                read?;
            }
            // Once, and then what came of it is taken away: more plain bytes than a record's it refuses
            // to hold. Nothing unread here is the end, and told as such.
            let mut tls = lock(tls);
            let count = tls.read_tls(&mut &self.unread[..])?;
            tls.process_new_packets()
                .map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
            drop(tls);
            self.unread.drain(..count);
        }
    }
}

impl Write for SharedSocket {
    /// Writes all of it: tungstenite hands over whole frames.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(tls) = &self.tls else {
            (&*self.stream).write_all(bytes)?;
            return Ok(bytes.len());
        };
        let mut rest = bytes;
        while !rest.is_empty() {
            let mut records = Vec::new();
            let mut tls = lock(tls);
            let count = tls.writer().write(rest)?;
            while tls.wants_write() {
                tls.write_tls(&mut records)?;
            }
            drop(tls);
            (&*self.stream).write_all(&records)?;
            rest = &rest[count..];
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use rustls::pki_types::PrivateKeyDer;
    use rustls::{ServerConfig, ServerConnection, StreamOwned};

    use super::*;
    use crate::trust::Trust;

    const MUCH: usize = 3_000_000;

    fn bytes(seed: u8) -> Vec<u8> {
        (0..MUCH).map(|at| u8::try_from((at / 7 + usize::from(seed)) % 251).unwrap()).collect()
    }

    #[test]
    fn much_goes_both_ways_at_once() {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let chain = vec![made.cert.der().clone()];
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(rustls::ALL_VERSIONS)
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let connection = ServerConnection::new(Arc::new(config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream);
            stream.write_all(&bytes(1)).unwrap();
            let mut came = vec![0; MUCH];
            stream.read_exact(&mut came).unwrap();
            came == bytes(2)
        });

        let tls = Trust::new(Some(made.cert.der().to_vec())).connection("localhost").unwrap();
        let socket = SharedSocket::secure(TcpStream::connect(address).unwrap(), tls).unwrap();
        let (mut reads, mut writes) = (socket.clone(), socket);
        let reader = std::thread::spawn(move || {
            let mut came = vec![0; MUCH];
            reads.read_exact(&mut came).map(|()| came == bytes(1))
        });
        writes.write_all(&bytes(2)).unwrap();

        assert!(reader.join().unwrap().unwrap());
        assert!(server.join().unwrap());
    }
}
