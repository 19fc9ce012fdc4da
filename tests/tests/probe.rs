//! probe
use inwards_tests::site::*;
#[test]
fn probe() {
    let mut site = Site::small();
    let d = site.device_of("K1", "dock-clerk", "王建国");
    let r = d.make("receipt open --po PO1", "receipt");
    let near = { let mut s = r.clone(); s.pop(); s.push(if r.ends_with('7') { '8' } else { '7' }); s };
    let mut swapped: Vec<char> = r.chars().collect(); let n = swapped.len(); swapped.swap(n-1, n-2); let swapped: String = swapped.into_iter().collect();
    for line in ["receipt open --po PO999", "receipt open --po PO3", "receipt open --po PO1", "receipt open --po P#O"].map(String::from).into_iter().chain(
        ["0", "-5", "1e30", "abc", "1,000", "１２", "1.5", "", "1e3", "0x10", "NaN", "99999999999999", "1_000", "1 000"].map(|q| format!("receipt tally {r} --line 1 --qty {q}")))
      .chain([format!("receipt tally {near} --line 1 --qty 3"), format!("show {near}"), format!("scan {near}"), format!("show {swapped}"), format!("receipt tally {r} --line 9 --qty 3"), format!("receipt tally {r} --line PO9/1 --qty 3"), format!("receipt tally {r} --line 2 --qty 3.1234"),
      format!("receipt sign {r}"), format!("receipt sign {r}"), format!("receipt tally {r} --line 1 --qty 3"), format!("card issue {r} --line 1"), format!("card issue {r} --line 1"), "verdict C0010014 pass".into(), "sign-in 周婷 --pin-stdin".into(), "sign-in 没有 --pin-stdin".into(), format!("enrol --server {} --code XXXX", site.server.address()), "frobnicate".into()]) {
        let o = d.run(&line);
        println!("{line}\n   {} {}", o.exit, o.json);
    }
    site.server.stop();
    let o = d.run("sync"); println!("sync {} {}", o.exit, o.json);
    for _ in 0..7 { let o = d.run_with("sign-in 王建国 --pin-stdin", "000000"); println!("wrong pin {} {}", o.exit, o.json); }
    site.server.restart();
    let code = site.code("K9", "dock-clerk");
    for f in ["x1", "x2"] { let mut e = d.clone(); e.folder = site.folder().join(f); let o = e.run(&format!("enrol --server {} --code {code}", site.server.address())); println!("enrol {} {}", o.exit, o.json); 
     let o = e.run("status"); println!("status {} {}", o.exit, o.json);}
    for (kind, csv) in [("vendors", &b"a,b,c\n1,2,3\n"[..]), ("orders", b"vendor,name\nV1,x\n"), ("vendors", b""), ("vendors", b"\xff\xfe\x00\x01"), ("vendors", b"vendor,name,currency\nV1,\"unclosed\n"), ("vendors", b"vendor,name,currency\nV1,x\n")] {
        let o = site.import(kind, csv); println!("import {kind} {} {}", o.exit, o.json);
    }
    let (gb, _, _) = encoding_rs::GB18030.encode("厂商,名称,币别\nV9,深圳华峤漆包线科技,CNY\n");
    let o = site.import("vendors", &gb); println!("gb {} {}", o.exit, o.json);
}
