//! TLS through real sockets: who is answered, by what, and who is not believed.

#![allow(clippy::unwrap_used, reason = "what helpers of tests meet ends the test")]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use inwards_server::hub::SiteSettings;
use inwards_server::running::{DoorsWish, Running, Settings};
use inwards_server::tls::certificate::Root;
use inwards_server::tls::{PlantFiles, TlsWish};
use rcgen::{CertificateParams, CertifiedIssuer, IsCa, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion,
};
use tokio::runtime::Runtime;

const BOTH: &[&SupportedProtocolVersion] = &[&rustls::version::TLS13, &rustls::version::TLS12];

struct Served {
    runtime: Runtime,
    running: Option<Running>,
    place: tempfile::TempDir,
}

impl Served {
    fn start(listen: &str, tls: TlsWish) -> Self {
        let place = tempfile::tempdir().unwrap();
        let runtime = Runtime::new().unwrap();
        let running = runtime.block_on(Running::start(&settings(place.path(), listen, tls)));
        Self { runtime, running: Some(running.unwrap()), place }
    }

    fn address(&self) -> SocketAddr {
        let port = self.running.as_ref().unwrap().address.port();
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    fn root(&self) -> CertificateDer<'static> {
        let file = self.place.path().join("data/tls/root.crt");
        CertificateDer::from_pem_file(file).unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }
}

fn settings(place: &Path, listen: &str, tls: TlsWish) -> Settings {
    Settings {
        data: place.join("data"),
        listen: listen.to_owned(),
        site: SiteSettings::default(),
        open_board: false,
        doors: DoorsWish::default(),
        syslog: None,
        web: None,
        tls,
    }
}

fn named(names: &[&str]) -> TlsWish {
    let names = names.iter().map(|name| name.parse().unwrap()).collect();
    TlsWish { names, ..TlsWish::default() }
}

fn request(path: &str, method: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nhost: plant.test\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
    )
}

/// One request by TLS; the whole answer, or why there is none.
fn by_tls(
    address: SocketAddr,
    name: &str,
    root: &CertificateDer<'static>,
    versions: &[&'static SupportedProtocolVersion],
) -> Result<(String, Vec<CertificateDer<'static>>), String> {
    let mut roots = RootCertStore::empty();
    roots.add(root.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address).unwrap());
    stream
        .write_all(request("/health/live", "GET").as_bytes())
        .map_err(|error| error.to_string())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(|error| error.to_string())?;
    let chain = stream.conn.peer_certificates().unwrap_or_default();
    Ok((answer, chain.iter().map(|one| one.clone().into_owned()).collect()))
}

fn in_clear(address: SocketAddr, path: &str, method: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request(path, method).as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    (String::from_utf8(answer[..end].to_vec()).unwrap().to_lowercase(), answer[end + 4..].to_vec())
}

#[test]
fn both_versions_are_spoken_under_the_plants_name_and_under_no_other() {
    let served = Served::start("127.0.0.1:0", named(&["plant.test"]));
    let (address, root) = (served.address(), served.root());
    for versions in [&BOTH[..1], &BOTH[1..]] {
        let (answer, _) = by_tls(address, "plant.test", &root, versions).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    let error = by_tls(address, "other.test", &root, BOTH).unwrap_err();
    assert!(error.contains("not valid for name"), "{error}");
    let stranger = Served::start("127.0.0.1:0", named(&["plant.test"]));
    let error = by_tls(address, "plant.test", &stranger.root(), BOTH).unwrap_err();
    assert!(error.contains("UnknownIssuer") || error.contains("BadSignature"), "{error}");
}

#[test]
fn whoever_has_the_roots_key_makes_no_certificate_for_the_world() {
    let served = Served::start("127.0.0.1:0", named(&["plant.test"]));
    let pem = std::fs::read_to_string(served.place.path().join("data/tls/authority.pem")).unwrap();
    let key = KeyPair::from_pem(&pem).unwrap();
    let issuer = Issuer::from_ca_cert_der(&served.root(), key).unwrap();
    for name in ["bank.example", "10.9.9.9"] {
        let key = KeyPair::generate().unwrap();
        let forged = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let forged = forged.signed_by(&key, &issuer).unwrap();
        let place = tempfile::tempdir().unwrap();
        let files = written(place.path(), &forged.pem(), &key.serialize_pem());
        let other =
            Served::start("127.0.0.1:0", TlsWish { files: Some(files), ..TlsWish::default() });

        let error = by_tls(other.address(), name, &served.root(), BOTH).unwrap_err();

        assert!(error.contains("NameConstraintViolation"), "{name}: {error}");
    }
}

#[test]
fn plain_http_gets_the_root_and_its_steps_and_is_sent_on_with_all_else() {
    let served = Served::start("127.0.0.1:0", named(&["plant.test"]));
    let (address, root) = (served.address(), Root(served.root()));

    let (head, page) = in_clear(address, "/", "GET");
    let page = String::from_utf8(page).unwrap();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(page.contains(&root.fingerprint_in_words()), "{page}");
    assert!(page.contains(&format!("https://plant.test:{}/", address.port())), "{page}");
    assert!(!page.contains('{') && !page.contains("<script"), "nothing is left open");

    let (head, body) = in_clear(address, "/root.crt", "GET");
    assert!(head.contains("application/x-x509-ca-cert"), "{head}");
    assert_eq!(body, root.0.to_vec());
    assert_eq!(in_clear(address, "/root.pem", "GET").1, root.pem().as_bytes());
    assert!(in_clear(address, "/stagenow.xml", "GET").0.starts_with("http/1.1 200"));

    for path in ["/board", "/api/board?x=1", "/index.html", "/health/live", "//evil.example"] {
        let (head, _) = in_clear(address, path, "GET");
        assert!(head.starts_with("http/1.1 307"), "{path}: {head}");
        let to = format!("location: https://plant.test:{}{path}\r\n", address.port());
        assert!(format!("{head}\r\n").contains(&to), "{path}: {head}");
    }
    for path in ["/api/enrol", "/api/token", "/"] {
        let (head, _) = in_clear(address, path, "POST");
        assert!(!head.contains("location:") && head.starts_with("http/1.1 4"), "{path}: {head}");
    }
}

#[test]
fn others_are_served_by_tls_unless_it_is_said_in_so_many_words() {
    let is_tls = |listen, wish| {
        let served = Served::start(listen, wish);
        served.running.as_ref().unwrap().app.tls.is_some()
    };
    assert!(is_tls("0.0.0.0:0", TlsWish::default()));
    assert!(!is_tls("0.0.0.0:0", TlsWish { insecure_lan: true, ..TlsWish::default() }));
    assert!(!is_tls("127.0.0.1:0", TlsWish::default()));
    assert!(is_tls("127.0.0.1:0", named(&["plant.test"])));
}

fn written(place: &Path, chain: &str, key: &str) -> PlantFiles {
    let files = PlantFiles { certificate: place.join("chain.pem"), key: place.join("key.pem") };
    std::fs::write(&files.certificate, chain).unwrap();
    std::fs::write(&files.key, key).unwrap();
    files
}

#[test]
fn the_plants_files_are_read_again_when_they_change_and_broken_ones_change_nothing() {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let made = || {
        let key = KeyPair::generate().unwrap();
        let leaf = CertificateParams::new(vec!["plant.test".to_owned()]).unwrap();
        let leaf = leaf.signed_by(&key, &root).unwrap();
        (format!("{}{}", leaf.pem(), root.pem()), key.serialize_pem(), leaf.der().clone())
    };
    let place = tempfile::tempdir().unwrap();
    let (chain, key, first) = made();
    let files = written(place.path(), &chain, &key);
    let wish = TlsWish { files: Some(files.clone()), ..TlsWish::default() };
    let served = Served::start("127.0.0.1:0", wish);
    let leaf = || by_tls(served.address(), "plant.test", root.der(), BOTH).unwrap().1[0].clone();
    assert_eq!(leaf(), first);

    let (chain, key, second) = made();
    std::fs::write(&files.certificate, chain).unwrap();
    std::thread::sleep(Duration::from_secs(5));
    assert_eq!(leaf(), first, "a certificate without its key is not taken");
    std::fs::write(&files.key, key).unwrap();
    let until = Instant::now() + Duration::from_secs(20);
    while leaf() != second {
        assert!(Instant::now() < until, "the changed files were not taken");
        std::thread::sleep(Duration::from_millis(200));
    }
    std::fs::write(&files.key, "rubbish").unwrap();
    std::thread::sleep(Duration::from_secs(5));
    assert_eq!(leaf(), second);
}

#[test]
fn browsers_are_held_to_tls_where_no_root_of_ours_could_lock_them_out() {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["plant.test".to_owned()]).unwrap();
    let leaf = leaf.signed_by(&key, &root).unwrap();
    let place = tempfile::tempdir().unwrap();
    let files = Some(written(place.path(), &leaf.pem(), &key.serialize_pem()));
    let public = Served::start("127.0.0.1:0", TlsWish { files, ..TlsWish::default() });
    let own = Served::start("127.0.0.1:0", named(&["plant.test"]));

    let by_public = by_tls(public.address(), "plant.test", root.der(), BOTH).unwrap().0;
    let by_own = by_tls(own.address(), "plant.test", &own.root(), BOTH).unwrap().0;

    assert!(by_public.contains("strict-transport-security: max-age=2592000"), "{by_public}");
    assert!(!by_own.contains("strict-transport-security"), "{by_own}");
    assert!(by_own.contains("permissions-policy: camera=(self)"), "{by_own}");
}

#[test]
fn files_that_cannot_be_used_are_named_and_told_apart() {
    let place = tempfile::tempdir().unwrap();
    let runtime = Runtime::new().unwrap();
    let key = KeyPair::generate().unwrap().serialize_pem();
    let own = rcgen::generate_simple_self_signed(vec!["plant.test".to_owned()]).unwrap();
    for (chain, key, expected) in [
        ("rubbish", key.as_str(), "no certificate is in the file"),
        (own.cert.pem().as_str(), "rubbish", "no private key"),
        (own.cert.pem().as_str(), key.as_str(), "do not belong together"),
    ] {
        let files = Some(written(place.path(), chain, key));
        let wish = TlsWish { files, ..TlsWish::default() };

        let settings = settings(place.path(), "127.0.0.1:0", wish);
        let error = runtime.block_on(Running::start(&settings)).unwrap_err().to_string();

        assert!(error.contains(expected) && error.contains("chain.pem"), "{error}");
        assert!(!error.contains("PRIVATE KEY"), "{error}");
    }
}
