//! Every application identifier of GS1: what its value looks like, and what it stands with.
//!
//! The facts are those of the GS1 Barcode Syntax Dictionary of 2026-01-27, written down in our own way.

/// A run of identifiers that differ in their last digit at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ai {
    /// The first of them.
    pub first: &'static str,
    /// The last of them; of the same length.
    pub last: &'static str,
    /// Whether readers know its length beforehand, so that no separator stands behind it.
    pub known_length: bool,
    /// Its parts, apart by blanks: `N6` is six digits, `X-20` one to twenty signs of the 82 that
    /// GS1 allows, `Y` those of 39 signs, `Z` those of base 64; `?` may be left out; behind the colon
    /// stands what is checked (`check.rs`).
    pub parts: &'static str,
    /// What must stand beside it: one of these groups, apart by commas; `n` is any digit.
    pub needs: &'static str,
    /// What must not stand beside it.
    pub excludes: &'static str,
    /// Of a key of a Digital Link: the qualifiers that may follow in the path, `-` for none.
    pub qualifiers: &'static str,
}

const KNOWN: bool = true;
const ENDED: bool = false;

const fn ai(
    first: &'static str,
    last: &'static str,
    known_length: bool,
    parts: &'static str,
    needs: &'static str,
    excludes: &'static str,
    qualifiers: &'static str,
) -> Ai {
    Ai { first, last, known_length, parts, needs, excludes, qualifiers }
}

/// The identifier that a text begins with, and its length.
pub fn at_start(text: &str) -> Option<(&'static Ai, usize)> {
    let behind = TABLE.partition_point(|row| row.first <= text);
    let row = TABLE.get(behind.checked_sub(1)?)?;
    let length = row.first.len();
    let head = text.get(..length)?;
    (row.first <= head && head <= row.last).then_some((row, length))
}

/// The identifier of that name.
pub fn named(id: &str) -> Option<&'static Ai> {
    at_start(id).filter(|(_, length)| *length == id.len()).map(|(row, _)| row)
}

/// The two letters of a country by its three digits.
pub fn country(digits: &str) -> Option<&'static str> {
    let entries = COUNTRIES.split(' ');
    entries
        .filter_map(|entry| entry.split_at_checked(3))
        .find(|(of, _)| *of == digits)
        .map(|(_, letters)| letters)
}

/// Whether two letters are those of a country.
pub fn is_country(letters: &str) -> bool {
    COUNTRIES.split(' ').any(|entry| entry.get(3..) == Some(letters))
}

/// By the digits of ISO 3166-1, with the letters behind them.
const COUNTRIES: &str = "004AF 008AL 010AQ 012DZ 016AS 020AD 024AO 028AG 031AZ 032AR 036AU 040AT 044BS 048BH 050BD 051AM \
     052BB 056BE 060BM 064BT 068BO 070BA 072BW 074BV 076BR 084BZ 086IO 090SB 092VG 096BN 100BG 104MM \
     108BI 112BY 116KH 120CM 124CA 132CV 136KY 140CF 144LK 148TD 152CL 156CN 158TW 162CX 166CC 170CO \
     174KM 175YT 178CG 180CD 184CK 188CR 191HR 192CU 196CY 203CZ 204BJ 208DK 212DM 214DO 218EC 222SV \
     226GQ 231ET 232ER 233EE 234FO 238FK 239GS 242FJ 246FI 248AX 250FR 254GF 258PF 260TF 262DJ 266GA \
     268GE 270GM 275PS 276DE 288GH 292GI 296KI 300GR 304GL 308GD 312GP 316GU 320GT 324GN 328GY 332HT \
     334HM 336VA 340HN 344HK 348HU 352IS 356IN 360ID 364IR 368IQ 372IE 376IL 380IT 384CI 388JM 392JP \
     398KZ 400JO 404KE 408KP 410KR 414KW 417KG 418LA 422LB 426LS 428LV 430LR 434LY 438LI 440LT 442LU \
     446MO 450MG 454MW 458MY 462MV 466ML 470MT 474MQ 478MR 480MU 484MX 492MC 496MN 498MD 499ME 500MS \
     504MA 508MZ 512OM 516NA 520NR 524NP 528NL 531CW 533AW 534SX 535BQ 540NC 548VU 554NZ 558NI 562NE \
     566NG 570NU 574NF 578NO 580MP 581UM 583FM 584MH 585PW 586PK 591PA 598PG 600PY 604PE 608PH 612PN \
     616PL 620PT 624GW 626TL 630PR 634QA 638RE 642RO 643RU 646RW 652BL 654SH 659KN 660AI 662LC 663MF \
     666PM 670VC 674SM 678ST 682SA 686SN 688RS 690SC 694SL 702SG 703SK 704VN 705SI 706SO 710ZA 716ZW \
     724ES 728SS 729SD 732EH 740SR 744SJ 748SZ 752SE 756CH 760SY 762TJ 764TH 768TG 772TK 776TO 780TT \
     784AE 788TN 792TR 795TM 796TC 798TV 800UG 804UA 807MK 818EG 826GB 831GG 832JE 833IM 834TZ 840US \
     850VI 854BF 858UY 860UZ 862VE 876WF 882WS 887YE 894ZM";

/// In the order of the identifiers, none of which begins another.
pub static TABLE: [Ai; 224] = [
    ai("00", "00", KNOWN, "N18:k", "", "", "-"),
    ai("01", "01", KNOWN, "N14:k", "", "255,37", "22,10,21|235"),
    ai("02", "02", KNOWN, "N14:k", "37", "01,03", ""),
    ai("03", "03", KNOWN, "N14:k", "", "01,02,37,235", ""),
    ai("10", "10", ENDED, "X-20", "01,02,03,8006,8026", "", ""),
    ai("11", "11", KNOWN, "N6:d", "01,02,03,8006,8026", "", ""),
    ai("12", "12", KNOWN, "N6:d", "8020", "", ""),
    ai("13", "13", KNOWN, "N6:d", "01,02,03,8006,8026", "", ""),
    ai("15", "15", KNOWN, "N6:d", "01,02,03,8006,8026", "", ""),
    ai("16", "16", KNOWN, "N6:d", "01,02,03,8006,8026", "", ""),
    ai("17", "17", KNOWN, "N6:d", "01,02,03,255,8006,8026", "", ""),
    ai("20", "20", KNOWN, "N2", "01,02,03,8006,8026", "", ""),
    ai("21", "21", ENDED, "X-20", "01,03,8006", "235", ""),
    ai("22", "22", ENDED, "X-20", "01", "", ""),
    ai("235", "235", ENDED, "X-28", "01", "", ""),
    ai("240", "240", ENDED, "X-30", "01,02,03,8006,8026", "", ""),
    ai("241", "241", ENDED, "X-30", "01,02,03,8006,8026", "", ""),
    ai("242", "242", ENDED, "N-6", "01,02,8006,8026", "", ""),
    ai("243", "243", ENDED, "X-20", "01,03", "", ""),
    ai("250", "250", ENDED, "X-30", "01+21,03+21,8006+21", "", ""),
    ai("251", "251", ENDED, "X-30", "01,03,8006", "", ""),
    ai("253", "253", ENDED, "N13:k ?X-17", "", "", "-"),
    ai("254", "254", ENDED, "X-20", "414", "", ""),
    ai("255", "255", ENDED, "N13:k ?N-12", "", "01,02,415,8006,8020,8026", "-"),
    ai("30", "30", ENDED, "N-8", "01,02", "", ""),
    ai("3100", "3105", KNOWN, "N6", "01,02", "310n", ""),
    ai("3110", "3115", KNOWN, "N6", "01,02", "311n", ""),
    ai("3120", "3125", KNOWN, "N6", "01,02", "312n", ""),
    ai("3130", "3135", KNOWN, "N6", "01,02", "313n", ""),
    ai("3140", "3145", KNOWN, "N6", "01,02", "314n", ""),
    ai("3150", "3155", KNOWN, "N6", "01,02", "315n", ""),
    ai("3160", "3165", KNOWN, "N6", "01,02", "316n", ""),
    ai("3200", "3205", KNOWN, "N6", "01,02", "320n", ""),
    ai("3210", "3215", KNOWN, "N6", "01,02", "321n", ""),
    ai("3220", "3225", KNOWN, "N6", "01,02", "322n", ""),
    ai("3230", "3235", KNOWN, "N6", "01,02", "323n", ""),
    ai("3240", "3245", KNOWN, "N6", "01,02", "324n", ""),
    ai("3250", "3255", KNOWN, "N6", "01,02", "325n", ""),
    ai("3260", "3265", KNOWN, "N6", "01,02", "326n", ""),
    ai("3270", "3275", KNOWN, "N6", "01,02", "327n", ""),
    ai("3280", "3285", KNOWN, "N6", "01,02", "328n", ""),
    ai("3290", "3295", KNOWN, "N6", "01,02", "329n", ""),
    ai("3300", "3305", KNOWN, "N6", "00,01", "330n", ""),
    ai("3310", "3315", KNOWN, "N6", "00,01", "331n", ""),
    ai("3320", "3325", KNOWN, "N6", "00,01", "332n", ""),
    ai("3330", "3335", KNOWN, "N6", "00,01", "333n", ""),
    ai("3340", "3345", KNOWN, "N6", "00,01", "334n", ""),
    ai("3350", "3355", KNOWN, "N6", "00,01", "335n", ""),
    ai("3360", "3365", KNOWN, "N6", "00,01", "336n", ""),
    ai("3370", "3375", KNOWN, "N6", "01", "337n", ""),
    ai("3400", "3405", KNOWN, "N6", "00,01", "340n", ""),
    ai("3410", "3415", KNOWN, "N6", "00,01", "341n", ""),
    ai("3420", "3425", KNOWN, "N6", "00,01", "342n", ""),
    ai("3430", "3435", KNOWN, "N6", "00,01", "343n", ""),
    ai("3440", "3445", KNOWN, "N6", "00,01", "344n", ""),
    ai("3450", "3455", KNOWN, "N6", "00,01", "345n", ""),
    ai("3460", "3465", KNOWN, "N6", "00,01", "346n", ""),
    ai("3470", "3475", KNOWN, "N6", "00,01", "347n", ""),
    ai("3480", "3485", KNOWN, "N6", "00,01", "348n", ""),
    ai("3490", "3495", KNOWN, "N6", "00,01", "349n", ""),
    ai("3500", "3505", KNOWN, "N6", "01,02", "350n", ""),
    ai("3510", "3515", KNOWN, "N6", "01,02", "351n", ""),
    ai("3520", "3525", KNOWN, "N6", "01,02", "352n", ""),
    ai("3530", "3535", KNOWN, "N6", "00,01", "353n", ""),
    ai("3540", "3545", KNOWN, "N6", "00,01", "354n", ""),
    ai("3550", "3555", KNOWN, "N6", "00,01", "355n", ""),
    ai("3560", "3565", KNOWN, "N6", "01,02", "356n", ""),
    ai("3570", "3575", KNOWN, "N6", "01,02", "357n", ""),
    ai("3600", "3605", KNOWN, "N6", "01,02", "360n", ""),
    ai("3610", "3615", KNOWN, "N6", "01,02", "361n", ""),
    ai("3620", "3625", KNOWN, "N6", "00,01", "362n", ""),
    ai("3630", "3635", KNOWN, "N6", "00,01", "363n", ""),
    ai("3640", "3645", KNOWN, "N6", "01,02", "364n", ""),
    ai("3650", "3655", KNOWN, "N6", "01,02", "365n", ""),
    ai("3660", "3665", KNOWN, "N6", "01,02", "366n", ""),
    ai("3670", "3675", KNOWN, "N6", "00,01", "367n", ""),
    ai("3680", "3685", KNOWN, "N6", "00,01", "368n", ""),
    ai("3690", "3695", KNOWN, "N6", "00,01", "369n", ""),
    ai("37", "37", ENDED, "N-8", "00+02,00+8026", "", ""),
    ai("3900", "3909", ENDED, "N-15", "255,8020", "390n,391n,394n,8111", ""),
    ai("3910", "3919", ENDED, "N3:$ N-15", "8020", "391n", ""),
    ai("3920", "3929", ENDED, "N-15", "01+30,01+31nn,01+32nn,01+35nn,01+36nn", "392n,393n", ""),
    ai("3930", "3939", ENDED, "N3:$ N-15", "30,31nn,32nn,35nn,36nn", "393n", ""),
    ai("3940", "3943", ENDED, "N4", "255", "394n,8111", ""),
    ai("3950", "3955", ENDED, "N6", "30,31nn,32nn,35nn,36nn", "392n,393n,395n,8005", ""),
    ai("400", "400", ENDED, "X-30", "", "", ""),
    ai("401", "401", ENDED, "X-30", "", "", "-"),
    ai("402", "402", ENDED, "N17:k", "", "", "-"),
    ai("403", "403", ENDED, "X-30", "00", "", ""),
    ai("410", "410", KNOWN, "N13:k", "", "", ""),
    ai("411", "411", KNOWN, "N13:k", "", "", ""),
    ai("412", "412", KNOWN, "N13:k", "", "", ""),
    ai("413", "413", KNOWN, "N13:k", "", "", ""),
    ai("414", "414", KNOWN, "N13:k", "", "", "254|7040"),
    ai("415", "415", KNOWN, "N13:k", "8020", "", "8020"),
    ai("416", "416", KNOWN, "N13:k", "", "", ""),
    ai("417", "417", KNOWN, "N13:k", "", "", "7040"),
    ai("420", "420", ENDED, "X-20", "", "421", ""),
    ai("421", "421", ENDED, "N3:c X-9", "", "4307", ""),
    ai("422", "422", ENDED, "N3:c", "01,02,03,8006,8026", "426", ""),
    ai("423", "423", ENDED, "N3:c ?N3:c ?N3:c ?N3:c ?N3:c", "01,02,03", "426", ""),
    ai("424", "424", ENDED, "N3:c", "01,02,03", "426", ""),
    ai("425", "425", ENDED, "N3:c ?N3:c ?N3:c ?N3:c ?N3:c", "01,02,03", "426", ""),
    ai("426", "426", ENDED, "N3:c", "01,02,03", "", ""),
    ai("427", "427", ENDED, "X-3", "01+422,02+422,03+422", "", ""),
    ai("4300", "4300", ENDED, "X-35:%", "00", "", ""),
    ai("4301", "4301", ENDED, "X-35:%", "00", "", ""),
    ai("4302", "4302", ENDED, "X-70:%", "00", "", ""),
    ai("4303", "4303", ENDED, "X-70:%", "4302", "", ""),
    ai("4304", "4304", ENDED, "X-70:%", "00", "", ""),
    ai("4305", "4305", ENDED, "X-70:%", "00", "", ""),
    ai("4306", "4306", ENDED, "X-70:%", "00", "", ""),
    ai("4307", "4307", ENDED, "X2:C", "00", "", ""),
    ai("4308", "4308", ENDED, "X-30", "00", "", ""),
    ai("4309", "4309", ENDED, "N10:a N10:o", "00", "", ""),
    ai("4310", "4310", ENDED, "X-35:%", "00", "", ""),
    ai("4311", "4311", ENDED, "X-35:%", "00", "", ""),
    ai("4312", "4312", ENDED, "X-70:%", "00", "", ""),
    ai("4313", "4313", ENDED, "X-70:%", "4312", "", ""),
    ai("4314", "4314", ENDED, "X-70:%", "00", "", ""),
    ai("4315", "4315", ENDED, "X-70:%", "00", "", ""),
    ai("4316", "4316", ENDED, "X-70:%", "00", "", ""),
    ai("4317", "4317", ENDED, "X2:C", "00", "", ""),
    ai("4318", "4318", ENDED, "X-20", "00", "", ""),
    ai("4319", "4319", ENDED, "X-30", "00", "", ""),
    ai("4320", "4320", ENDED, "X-35:%", "00", "", ""),
    ai("4321", "4321", ENDED, "N1:b", "00", "", ""),
    ai("4322", "4322", ENDED, "N1:b", "00", "", ""),
    ai("4323", "4323", ENDED, "N1:b", "00", "", ""),
    ai("4324", "4324", ENDED, "N6:d N4:t", "00", "", ""),
    ai("4325", "4325", ENDED, "N6:d N4:t", "00", "", ""),
    ai("4326", "4326", ENDED, "N6:D", "00", "", ""),
    ai("4330", "4330", ENDED, "N6 ?X1:-", "00", "4331", ""),
    ai("4331", "4331", ENDED, "N6 ?X1:-", "00", "4330", ""),
    ai("4332", "4332", ENDED, "N6 ?X1:-", "00", "4333", ""),
    ai("4333", "4333", ENDED, "N6 ?X1:-", "00", "4332", ""),
    ai("7001", "7001", ENDED, "N13", "01,02,8006,8026", "", ""),
    ai("7002", "7002", ENDED, "X-30", "01,02", "", ""),
    ai("7003", "7003", ENDED, "N6:D N4:t", "01,02,03", "", ""),
    ai("7004", "7004", ENDED, "N-4", "01+10,03+10", "", ""),
    ai("7005", "7005", ENDED, "X-12", "01,02", "", ""),
    ai("7006", "7006", ENDED, "N6:D", "01,02", "", ""),
    ai("7007", "7007", ENDED, "N6:D ?N6:D", "01,02", "", ""),
    ai("7008", "7008", ENDED, "X-3", "01,02", "", ""),
    ai("7009", "7009", ENDED, "X-10", "01,02", "", ""),
    ai("7010", "7010", ENDED, "X-2", "01,02,03", "", ""),
    ai("7011", "7011", ENDED, "N6:D ?N4:t", "01,02,03", "", ""),
    ai("7020", "7020", ENDED, "X-20", "01+416,03+416,8006+416", "", ""),
    ai("7021", "7021", ENDED, "X-20", "01,03,8006", "", ""),
    ai("7022", "7022", ENDED, "X-20", "01+7021,03+7021,8006+7021", "", ""),
    ai("7023", "7023", ENDED, "X-30", "", "", ""),
    ai("7030", "7030", ENDED, "N3:c X-27", "01,02", "", ""),
    ai("7031", "7031", ENDED, "N3:c X-27", "01,02", "", ""),
    ai("7032", "7032", ENDED, "N3:c X-27", "01,02", "", ""),
    ai("7033", "7033", ENDED, "N3:c X-27", "01,02", "", ""),
    ai("7034", "7034", ENDED, "N3:c X-27", "01,02", "", ""),
    ai("7035", "7035", ENDED, "N3:c X-27", "01,02", "", ""),
    ai("7036", "7036", ENDED, "N3:c X-27", "01,02", "", ""),
    ai("7037", "7037", ENDED, "N3:c X-27", "01,02", "", ""),
    ai("7038", "7038", ENDED, "N3:c X-27", "01,02", "", ""),
    ai("7039", "7039", ENDED, "N3:c X-27", "01,02", "", ""),
    ai("7040", "7040", ENDED, "N1 X1 X1 X1", "", "", ""),
    ai("7041", "7041", ENDED, "X-4", "00", "", ""),
    ai("710", "710", ENDED, "X-20", "01", "", ""),
    ai("711", "711", ENDED, "X-20", "01", "", ""),
    ai("712", "712", ENDED, "X-20", "01", "", ""),
    ai("713", "713", ENDED, "X-20", "01", "", ""),
    ai("714", "714", ENDED, "X-20", "01", "", ""),
    ai("715", "715", ENDED, "X-20", "01", "", ""),
    ai("716", "716", ENDED, "X-20", "01", "", ""),
    ai("717", "717", ENDED, "X-20", "01", "", ""),
    ai("7230", "7230", ENDED, "X2 X-28", "01,8004", "", ""),
    ai("7231", "7231", ENDED, "X2 X-28", "01,8004", "", ""),
    ai("7232", "7232", ENDED, "X2 X-28", "01,8004", "", ""),
    ai("7233", "7233", ENDED, "X2 X-28", "01,8004", "", ""),
    ai("7234", "7234", ENDED, "X2 X-28", "01,8004", "", ""),
    ai("7235", "7235", ENDED, "X2 X-28", "01,8004", "", ""),
    ai("7236", "7236", ENDED, "X2 X-28", "01,8004", "", ""),
    ai("7237", "7237", ENDED, "X2 X-28", "01,8004", "", ""),
    ai("7238", "7238", ENDED, "X2 X-28", "01,8004", "", ""),
    ai("7239", "7239", ENDED, "X2 X-28", "01,8004", "", ""),
    ai("7240", "7240", ENDED, "X-20", "01,8006", "03", ""),
    ai("7241", "7241", ENDED, "N2:M", "8017,8018", "", ""),
    ai("7242", "7242", ENDED, "X-25", "8017,8018", "", ""),
    ai("7250", "7250", ENDED, "N8:Y", "8018", "7251", ""),
    ai("7251", "7251", ENDED, "N8:Y N4:t", "8018", "7250", ""),
    ai("7252", "7252", ENDED, "N1:s", "8018", "", ""),
    ai("7253", "7253", ENDED, "X-40:%", "8017,8018", "7256,7259", ""),
    ai("7254", "7254", ENDED, "X-40:%", "8017,8018", "7256,7259", ""),
    ai("7255", "7255", ENDED, "X-10", "8017,8018", "7256,7259", ""),
    ai("7256", "7256", ENDED, "X-90:%", "8017,8018", "", ""),
    ai("7257", "7257", ENDED, "X-70:%", "8018", "", ""),
    ai("7258", "7258", ENDED, "X3:/", "8018+7259", "", ""),
    ai("7259", "7259", ENDED, "X-40:%", "8018", "7256", ""),
    ai("8001", "8001", ENDED, "N4:n N5:n N3:n N1:w N1", "01", "", ""),
    ai("8002", "8002", ENDED, "X-20", "", "", ""),
    ai("8003", "8003", ENDED, "N1:z N13:k ?X-16", "", "", "-"),
    ai("8004", "8004", ENDED, "X-30", "", "", "7040"),
    ai("8005", "8005", ENDED, "N6", "01,02", "", ""),
    ai("8006", "8006", ENDED, "N14:k N4:p", "", "01,03,37", "22,10,21"),
    ai("8007", "8007", ENDED, "X-34:i", "415", "", ""),
    ai("8008", "8008", ENDED, "N6:D N2:h ?N2:m ?N2:m", "01,02,03", "", ""),
    ai("8009", "8009", ENDED, "X-50", "00,01,03", "", ""),
    ai("8010", "8010", ENDED, "Y-30", "", "", "8011"),
    ai("8011", "8011", ENDED, "N-12:l", "8010", "", ""),
    ai("8012", "8012", ENDED, "X-20", "01,03,8006", "", ""),
    ai("8013", "8013", ENDED, "X-25:K", "", "", "-"),
    ai("8014", "8014", ENDED, "X-25:K", "01", "", ""),
    ai("8017", "8017", ENDED, "N18:k", "", "8018", "8019"),
    ai("8018", "8018", ENDED, "N18:k", "", "8017", "8019"),
    ai("8019", "8019", ENDED, "N-10", "8017,8018", "", ""),
    ai("8020", "8020", ENDED, "X-25", "415", "", ""),
    ai("8026", "8026", ENDED, "N14:k N4:p", "37", "02,03,8006", ""),
    ai(
        "8030",
        "8030",
        ENDED,
        "Z-90",
        "00,01+21,03+21,253,255,8003,8004,8006+21,8010+8011,8017,8018",
        "",
        "",
    ),
    ai("8040", "8040", ENDED, "N15", "01+21", "", ""),
    ai("8041", "8041", ENDED, "N15", "01+21+8040", "", ""),
    ai("8042", "8042", ENDED, "N32", "01+21+8040", "", ""),
    ai("8043", "8043", ENDED, "N18 ?N-2", "01+21+8040", "", ""),
    ai("8110", "8110", ENDED, "X-70", "", "", ""),
    ai("8111", "8111", ENDED, "N4", "255", "", ""),
    ai("8112", "8112", ENDED, "X-70", "", "", ""),
    ai("8200", "8200", ENDED, "X-70", "01", "", ""),
    ai("90", "90", ENDED, "X-30", "", "", ""),
    ai("91", "99", ENDED, "X-90", "", "", ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_no_identifier_begins_another() {
        assert!(TABLE.windows(2).all(|pair| pair[0].last < pair[1].first));
        assert!(TABLE.iter().all(|row| row.first.len() == row.last.len()));
        for row in &TABLE {
            assert_eq!(named(row.first), Some(row));
            assert_eq!(named(row.last), Some(row));
            assert_eq!(at_start(&format!("{}7", row.last)), Some((row, row.last.len())));
        }
        for unknown in ["", "0", "04", "14", "3106", "396", "5", "7", "80", "8115", "é"] {
            assert_eq!(at_start(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn countries_have_digits_and_letters() {
        assert_eq!(country("156"), Some("CN"));
        assert_eq!(country("999"), None);
        assert!(is_country("DE") && !is_country("XX") && !is_country("156CN"));
    }
}
