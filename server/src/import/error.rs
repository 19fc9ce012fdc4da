//! Why a file is refused as a whole.

use sync_core::api::{ImportKind, Sentence};

use super::columns::{self, Column};

/// Why nothing of a file was read; each says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence().en)]
pub enum ImportError {
    /// No header, no row.
    Empty,
    /// An Excel workbook, whatever its name says.
    Workbook,
    /// A byte that no text holds; most often UTF-16 without its mark.
    ZeroByte {
        /// Where, counted from 0.
        offset: usize,
    },
    /// A byte that the file's encoding does not allow.
    Undecodable {
        /// How the file was read.
        encoding: &'static str,
        /// Where, counted from 0.
        offset: usize,
    },
    /// A quotation mark that opens a field and is never closed.
    UnclosedQuote {
        /// The line on which it opens.
        line: u64,
    },
    /// The file has another shape.
    Headers {
        /// The kind of file that it was sent as.
        kind: ImportKind,
        /// The English names of the headers that it lacks.
        missing: Vec<&'static str>,
        /// The headers that it has.
        found: Vec<String>,
        /// What it looks like instead.
        looks_like: Option<ImportKind>,
    },
    /// Two columns mean the same field.
    RepeatedHeader {
        /// The field's English header.
        name: &'static str,
        /// The headers that mean it, as they stand in the file.
        found: Vec<String>,
    },
    /// Not even the lenient reading of CSV makes rows of it.
    NotCsv {
        /// What the reader found.
        why: String,
    },
    /// An approved-vendor list without a vendor would reject every delivery.
    NobodyApproved,
}

impl ImportError {
    /// What is wrong and what to do, in both languages.
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Empty => {
                Sentence::new("the file is empty: export it again", "文件是空的：请重新导出")
            }
            Self::Workbook => Sentence::new(
                "this is an Excel workbook: open it and save it as “CSV UTF-8”",
                "这是 Excel 工作簿：请打开后另存为“CSV UTF-8（逗号分隔）”",
            ),
            Self::ZeroByte { offset } => Sentence::new(
                format!("byte {offset} is zero, which no CSV holds: save the file as UTF-8"),
                format!("第 {offset} 字节为零，CSV 中不应出现：请另存为 UTF-8"),
            ),
            Self::Undecodable { encoding, offset } => Sentence::new(
                format!(
                    "byte {offset} is not {encoding}, which the rest of the file seems to be: \
                     export it again, as UTF-8 or GB18030"
                ),
                format!("第 {offset} 字节不符合 {encoding} 编码：请按 UTF-8 或 GB18030 重新导出"),
            ),
            Self::UnclosedQuote { line } => Sentence::new(
                format!("the quotation mark opened on line {line} is never closed: close it"),
                format!("第 {line} 行的引号没有闭合：请补上引号"),
            ),
            Self::Headers { kind, missing, found, looks_like } => {
                headers_sentence(*kind, missing, found, *looks_like)
            }
            Self::RepeatedHeader { name, found } => Sentence::new(
                format!("{} all mean {name}: keep one of them", quoted(found)),
                format!("{} 都表示 {name}：请只保留一列", quoted(found)),
            ),
            Self::NotCsv { why } => Sentence::new(
                format!("this is not a CSV file ({why}): export it again"),
                format!("这不是 CSV 文件（{why}）：请重新导出"),
            ),
            Self::NobodyApproved => Sentence::new(
                "the list approves nobody, and would reject every delivery: export it again",
                "名单中没有任何厂商，导入后所有来料都会被拒收：请重新导出",
            ),
        }
    }
}

fn headers_sentence(
    kind: ImportKind,
    missing: &[&'static str],
    found: &[String],
    looks_like: Option<ImportKind>,
) -> Sentence {
    let both = |name: &&'static str| {
        let chinese = columns::of(kind)
            .iter()
            .find(|column: &&Column| column.name == *name)
            .and_then(|column| column.chinese.first());
        chinese.map_or_else(|| (*name).to_owned(), |chinese| format!("{name} ({chinese})"))
    };
    let missing = missing.iter().map(both).collect::<Vec<_>>().join(", ");
    let found = quoted(found);
    let (instead, instead_zh) = looks_like.map_or_else(
        || ("check which file this is".to_owned(), "请核对文件".to_owned()),
        |other| {
            (
                format!("it looks like the {other} import"),
                format!("看起来是“{}”（{other}）的导入文件", other.name_zh()),
            )
        },
    );
    Sentence::new(
        format!("the {kind} import lacks the headers {missing}; found {found}: {instead}"),
        format!("“{}”导入缺少列：{missing}；文件中的列：{found}。{instead_zh}", kind.name_zh()),
    )
}

fn quoted(headers: &[String]) -> String {
    let quoted: Vec<String> = headers.iter().map(|h| format!("“{}”", h.trim())).collect();
    quoted.join(", ")
}
