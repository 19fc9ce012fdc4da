//! The plant's own authority: a root that may stand for the plant's names alone, and the server's
//! certificate, which it signs anew in good time.
//!
//! | file in `tls/` | holds |
//! | --- | --- |
//! | `authority.pem` | the root and its key: to back up, since every device trusts this root |
//! | `server.pem` | the server's certificate and key: made anew where it is missing |
//! | `root.crt` | the root alone, for whoever hands it to devices |

use std::net::IpAddr;

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use sync_core::time::Timestamp;
use time::{Duration, OffsetDateTime};

use super::certificate::{Loaded, Root, permitted_names};
use super::names::{self, PlantName};
use super::trouble::TlsError;
use crate::auth::encoding::{random_bytes, to_hex};
use crate::folder::{self, Folder};

/// How long a root is good: as long as a handheld lives, so that none is visited for it again.
const ROOT_DAYS: i64 = 3_652;
/// How long a server's certificate is good; browsers refuse more than 398 days.
const LEAF_DAYS: i64 = 397;
/// Clocks of devices may be so far behind.
const BACKDATED: Duration = Duration::hours(12);

/// The authority, with what it needs to sign.
pub struct Authority {
    folder: Folder,
    root: CertificateDer<'static>,
    key: KeyPair,
    names: Vec<PlantName>,
}

impl Authority {
    /// Reads the authority, or makes it for the names that devices use.
    ///
    /// A name that was typed and that the root may not stand for is refused; one that was guessed is
    /// left out.
    pub fn open(folder: &Folder, typed: &[PlantName], listens: IpAddr) -> Result<Self, TlsError> {
        folder.make_tls()?;
        let wanted = if typed.is_empty() { names::guessed(listens) } else { typed.to_vec() };
        let file = folder.authority();
        let pem = folder::read_or_create(&file, || {
            make(&wanted).map_err(|error| std::io::Error::other(error.to_string()))
        })?;
        let damaged = || {
            TlsError::Storage(format!(
                "{} cannot be read: put it back from a backup, or move it away; then a new root is \
                 made, which every device has to be told to trust",
                file.display()
            ))
        };
        let text = std::str::from_utf8(&pem).map_err(|_| damaged())?;
        let root = CertificateDer::from_pem_slice(&pem).map_err(|_| damaged())?;
        let key = KeyPair::from_pem(text).map_err(|_| damaged())?;
        let permitted = permitted_names(&root).map_err(|_| damaged())?;
        let is_permitted = |name: &&PlantName| permitted.iter().any(|own| own.covers(name));
        let foreign: Vec<String> =
            wanted.iter().filter(|name| !is_permitted(name)).map(ToString::to_string).collect();
        if !foreign.is_empty() && !typed.is_empty() {
            let made_for: Vec<String> = permitted.iter().map(ToString::to_string).collect();
            return Err(TlsError::Names(format!(
                "the root in {} was made for {} and may not stand for {}: serve under those names, or \
                 move the folder away; then a new root is made, which every device has to be told to trust",
                file.display(),
                made_for.join(", "),
                foreign.join(", ")
            )));
        }
        if !foreign.is_empty() {
            let names = foreign.join(", ");
            tracing::warn!(%names, "the plant's root does not stand for these: say --tls-name with the name that devices use");
        }
        let mut names: Vec<PlantName> = Vec::new();
        for name in wanted.iter().filter(is_permitted).chain(&names::of_this_machine()) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let public = Root(root.clone()).pem();
        folder::replace(&folder.public_root(), public.as_bytes())?;
        Ok(Self { folder: folder.clone(), root, key, names })
    }

    /// The server's certificate: the one that lies there, if it is of this root, for these names and
    /// still young; else a new one.
    pub fn certificate(&self, now: Timestamp) -> Result<Loaded, TlsError> {
        let file = self.folder.server_certificate();
        let kept = std::fs::read(&file).ok();
        let kept = kept.and_then(|pem| Loaded::from_pem(&pem, &pem, "server.pem").ok());
        if let Some(kept) = kept.filter(|kept| self.is_good(kept, now)) {
            return Ok(kept);
        }
        let pem = self.issue(now)?;
        folder::replace(&file, pem.as_bytes())?;
        let loaded = Loaded::from_pem(pem.as_bytes(), pem.as_bytes(), &file.display().to_string())?;
        tracing::info!(target: "audit", until = %loaded.facts.until, "the server's certificate was made anew");
        Ok(loaded)
    }

    fn is_good(&self, kept: &Loaded, now: Timestamp) -> bool {
        let of_this_root = kept.root.as_ref().is_some_and(|root| root.0 == self.root);
        of_this_root && kept.facts.names == self.names && !kept.facts.ends_soon(now)
    }

    /// A new key and certificate, with the root behind it, in PEM.
    fn issue(&self, now: Timestamp) -> Result<String, TlsError> {
        let made = || -> Result<String, rcgen::Error> {
            let key = KeyPair::generate()?;
            let issuer = Issuer::from_ca_cert_der(&self.root, &self.key)?;
            let names: Vec<String> = self.names.iter().map(PlantName::in_certificate).collect();
            let mut params = CertificateParams::new(names)?;
            params.distinguished_name = rcgen::DistinguishedName::new();
            params.distinguished_name.push(DnType::CommonName, "Inwards");
            (params.not_before, params.not_after) = days(now, LEAF_DAYS);
            params.use_authority_key_identifier_extension = true;
            params.is_ca = IsCa::ExplicitNoCa;
            params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
            params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
            let leaf = params.signed_by(&key, &issuer)?;
            Ok(format!("{}{}{}", key.serialize_pem(), leaf.pem(), Root(self.root.clone()).pem()))
        };
        made().map_err(|error| {
            TlsError::Storage(format!("the server's certificate could not be made: {error}"))
        })
    }
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").field("names", &self.names).finish_non_exhaustive()
    }
}

/// A new root with its key, in PEM.
fn make(names: &[PlantName]) -> Result<Vec<u8>, rcgen::Error> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::default();
    let first = names.first().map_or_else(|| "localhost".to_owned(), PlantName::in_certificate);
    // Two roots of one plant are told apart by it: a lost one and the one made after it.
    let mark = random_bytes::<4>().map_err(|_| rcgen::Error::RemoteKeyError)?;
    let common = format!("Inwards root {first} {}", to_hex(&mark));
    params.distinguished_name = rcgen::DistinguishedName::new();
    // No more than 64 signs are allowed.
    params.distinguished_name.push(DnType::CommonName, common.chars().take(64).collect::<String>());
    (params.not_before, params.not_after) = days(crate::clock::now(), ROOT_DAYS);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(constraints(names));
    let root = params.self_signed(&key)?;
    Ok(format!("{}{}", key.serialize_pem(), root.pem()).into_bytes())
}

/// The plant's names, and the machine's own: with those both kinds are named, and a kind that is not
/// named would be free.
fn constraints(names: &[PlantName]) -> NameConstraints {
    let all = names.iter().cloned().chain(names::of_this_machine());
    let permitted = all.map(|name| match name {
        PlantName::Host(host) => GeneralSubtree::DnsName(host),
        PlantName::Address(address) => {
            let whole = if address.is_ipv4() { 32 } else { 128 };
            GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, whole))
        }
    });
    NameConstraints { permitted_subtrees: permitted.collect(), excluded_subtrees: Vec::new() }
}

fn days(now: Timestamp, days: i64) -> (OffsetDateTime, OffsetDateTime) {
    let now = OffsetDateTime::from_unix_timestamp(now.millis().div_euclid(1_000));
    let now = now.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    (now.saturating_sub(BACKDATED), now.saturating_add(Duration::days(days)))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    const LOOPBACK: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn name(text: &str) -> PlantName {
        text.parse().unwrap()
    }

    fn folder(place: &tempfile::TempDir) -> Folder {
        Folder::open(&place.path().join("data")).unwrap()
    }

    #[test]
    fn the_root_is_made_once_and_for_the_plants_names_alone() {
        let place = tempfile::tempdir().unwrap();
        let folder = folder(&place);

        let first =
            Authority::open(&folder, &[name("plant.test"), name("10.1.2.3")], LOOPBACK).unwrap();
        let again = Authority::open(&folder, &[name("inwards.plant.test")], LOOPBACK).unwrap();

        assert_eq!(first.root, again.root);
        let permitted = permitted_names(&first.root).unwrap();
        let expected = ["plant.test", "10.1.2.3", "localhost", "127.0.0.1", "::1"].map(name);
        assert_eq!(permitted, expected);
        assert!(again.names.contains(&name("inwards.plant.test")));
    }

    #[test]
    fn a_name_that_the_root_may_not_stand_for_is_refused_with_what_to_do() {
        let place = tempfile::tempdir().unwrap();
        let folder = folder(&place);
        Authority::open(&folder, &[name("plant.test")], LOOPBACK).unwrap();

        let error = Authority::open(&folder, &[name("other.test")], LOOPBACK).unwrap_err();

        let told = error.to_string();
        assert!(matches!(error, TlsError::Names(_)), "{told}");
        assert!(told.contains("plant.test") && told.contains("other.test"), "{told}");
        assert!(told.contains("every device"), "{told}");
    }

    #[test]
    fn a_damaged_root_is_never_replaced_unasked() {
        let place = tempfile::tempdir().unwrap();
        let folder = folder(&place);
        Authority::open(&folder, &[name("plant.test")], LOOPBACK).unwrap();
        for rubbish in [&b"rubbish"[..], b"", b"\xff\xfe"] {
            std::fs::write(folder.authority(), rubbish).unwrap();

            let error = Authority::open(&folder, &[name("plant.test")], LOOPBACK).unwrap_err();

            assert!(error.to_string().contains("backup"), "{error}");
            assert_eq!(std::fs::read(folder.authority()).unwrap(), rubbish);
        }
    }

    #[test]
    fn keys_are_readable_by_their_owner_alone_and_the_public_root_holds_none() {
        let place = tempfile::tempdir().unwrap();
        let folder = folder(&place);
        let authority = Authority::open(&folder, &[name("plant.test")], LOOPBACK).unwrap();
        authority.certificate(crate::clock::now()).unwrap();

        for file in [folder.authority(), folder.server_certificate()] {
            let mode = std::fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", file.display());
        }
        let public = std::fs::read_to_string(folder.public_root()).unwrap();
        assert!(public.starts_with("-----BEGIN CERTIFICATE-----") && !public.contains("PRIVATE"));
        assert!(!format!("{authority:?}").contains("PRIVATE"));
    }

    #[test]
    fn a_certificate_is_kept_while_it_is_young_and_made_anew_in_good_time() {
        let place = tempfile::tempdir().unwrap();
        let authority = Authority::open(&folder(&place), &[name("plant.test")], LOOPBACK).unwrap();
        let now = crate::clock::now();
        let days = |days: i32| now.plus(sync_core::time::Span::hours(24 * i64::from(days)));
        let served = |at| {
            let loaded = authority.certificate(at).unwrap();
            loaded.key.cert.first().unwrap().clone()
        };

        let first = served(now);

        assert_eq!(served(days(260)), first);
        let renewed = served(days(300));
        assert_ne!(renewed, first);
        for leaf in [first, renewed] {
            let (_, parsed) = x509_parser::parse_x509_certificate(&leaf).unwrap();
            let life =
                parsed.validity().not_after.timestamp() - parsed.validity().not_before.timestamp();
            assert!(life <= 398 * 24 * 60 * 60, "{life}");
        }
    }

    #[test]
    fn other_names_get_another_certificate() {
        let place = tempfile::tempdir().unwrap();
        let folder = folder(&place);
        let now = crate::clock::now();
        let open = |names: &[&str]| {
            let names: Vec<PlantName> = names.iter().copied().map(name).collect();
            Authority::open(&folder, &names, LOOPBACK)
                .unwrap()
                .certificate(now)
                .unwrap()
                .facts
                .names
        };
        assert_eq!(open(&["plant.test", "10.1.2.3"])[..2], ["plant.test", "10.1.2.3"].map(name));
        assert_eq!(open(&["a.plant.test"])[0], name("a.plant.test"));
    }
}
