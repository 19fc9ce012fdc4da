//! A certificate from a real ACME server by DNS-01: `pebble`, where it and `pebble-challtestsrv` are
//! installed; `INWARDS_PEBBLE` names the folder of both where they are not on the path.

#![allow(clippy::unwrap_used, reason = "what helpers of tests meet ends the test")]

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use inwards_server::hub::SiteSettings;
use inwards_server::running::{DoorsWish, Running, Settings};
use inwards_server::tls::{AcmeWish, TlsWish};
use rcgen::{CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::runtime::Runtime;

/// A program that ends with the test.
struct Program(Child);

impl Program {
    fn start(path: &Path, words: &[&str]) -> Self {
        let mut command = Command::new(path);
        command.args(words).stdout(Stdio::null()).stderr(Stdio::null());
        // No guessing of other validations, no lost nonces: what is tested is our way.
        command.env("PEBBLE_VA_NOSLEEP", "1").env("PEBBLE_WFE_NONCEREJECT", "0");
        Self(command.spawn().unwrap())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn programs() -> Option<(PathBuf, PathBuf)> {
    let folder = std::env::var_os("INWARDS_PEBBLE").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = folder.into_iter().chain(std::env::split_paths(&path));
    let mut both = folders.map(|at| (at.join("pebble"), at.join("pebble-challtestsrv")));
    both.find(|(pebble, records)| pebble.is_file() && records.is_file())
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

fn await_port(port: u16) {
    let until = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(Instant::now() < until, "nothing listens on port {port}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A root, and a certificate for this machine that rests on it, written to a folder.
fn certificates(place: &Path) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let leaf = leaf.signed_by(&key, &root).unwrap();
    std::fs::write(place.join("root.pem"), root.pem()).unwrap();
    std::fs::write(place.join("leaf.pem"), leaf.pem()).unwrap();
    std::fs::write(place.join("leaf.key"), key.serialize_pem()).unwrap();
}

/// The hook of a plant: it tells the server of names, and writes down what it was asked.
fn hook(place: &Path, management: u16) -> PathBuf {
    let hook = place.join("hook");
    let script = format!(
        "#!/bin/sh\nset -e\necho \"$1 $2\" >> '{}'\n\
         case $1 in present) way=set-txt;; cleanup) way=clear-txt;; esac\n\
         curl -sf -d \"{{\\\"host\\\":\\\"$2.\\\",\\\"value\\\":\\\"$3\\\"}}\" http://127.0.0.1:{management}/$way\n",
        place.join("asked").display()
    );
    std::fs::write(&hook, script).unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o700)).unwrap();
    hook
}

#[test]
fn a_certificate_comes_by_dns_and_is_kept_over_a_restart_without_the_acme_server() {
    let Some((pebble, records)) = programs() else {
        eprintln!("not tried: pebble and pebble-challtestsrv are not installed");
        return;
    };
    let place = tempfile::tempdir().unwrap();
    certificates(place.path());
    let [dns, management, acme, own] = std::array::from_fn(|_| free_port());
    let file = |name: &str| place.path().join(name).display().to_string();
    let config = serde_json::json!({ "pebble": {
        "listenAddress": format!("127.0.0.1:{acme}"), "managementListenAddress": format!("127.0.0.1:{own}"),
        "certificate": file("leaf.pem"), "privateKey": file("leaf.key"), "httpPort": 5002, "tlsPort": 5001,
    } });
    std::fs::write(file("config.json"), config.to_string()).unwrap();
    let (dns, at) = (format!("127.0.0.1:{dns}"), format!("127.0.0.1:{management}"));
    let off = ["-http01", "", "-https01", "", "-tlsalpn01", ""];
    let mut words = vec!["-dns01", dns.as_str(), "-management", at.as_str()];
    words.extend(off);
    let _records = Program::start(&records, &words);
    await_port(management);
    let acme_server =
        Program::start(&pebble, &["-config", &file("config.json"), "-dnsserver", &dns]);
    await_port(acme);

    let wish = |hook: PathBuf| TlsWish {
        names: vec!["inwards.plant.test".parse().unwrap()],
        acme: Some(AcmeWish {
            hook,
            directory: format!("https://localhost:{acme}/dir"),
            root: Some(place.path().join("root.pem")),
        }),
        ..TlsWish::default()
    };
    let settings = |tls| Settings {
        data: place.path().join("data"),
        listen: "127.0.0.1:0".to_owned(),
        site: SiteSettings::default(),
        open_board: false,
        doors: DoorsWish::default(),
        syslog: None,
        web: None,
        tls,
    };
    let runtime = Runtime::new().unwrap();

    let failing = place.path().join("no-such-hook");
    let refused = runtime.block_on(Running::start(&settings(wish(failing)))).unwrap_err();
    assert!(refused.to_string().contains("no-such-hook present"), "{refused}");

    let hook = hook(place.path(), management);
    let running = runtime.block_on(Running::start(&settings(wish(hook)))).unwrap();
    let loaded = running.app.tls.as_ref().unwrap().loaded();
    assert_eq!(loaded.facts.names, ["inwards.plant.test".parse().unwrap()]);
    runtime.block_on(running.stop());
    let asked = std::fs::read_to_string(place.path().join("asked")).unwrap();
    let record = "_acme-challenge.inwards.plant.test";
    assert_eq!(asked, format!("present {record}\ncleanup {record}\n"));
    for secret in ["acme.pem", "acme-account.json"] {
        let file = place.path().join("data/tls").join(secret);
        assert_eq!(
            std::fs::metadata(file).unwrap().permissions().mode() & 0o777,
            0o600,
            "{secret}"
        );
    }

    drop(acme_server);
    let again = runtime.block_on(Running::start(&settings(wish("never-called".into())))).unwrap();
    assert_eq!(again.app.tls.as_ref().unwrap().loaded().key.cert, loaded.key.cert);
    runtime.block_on(again.stop());
}
