//! Why a row is refused and what to do about it, in both languages.

use std::borrow::Cow;

use sync_core::api::Sentence;
use sync_core::fact::Day;
use sync_core::measure::{AmountError, WithComma};
use sync_core::text::Say as _;

/// What is wrong with a row, and in which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RowError {
    pub(super) field: Option<Cow<'static, str>>,
    pub(super) reason: RowErrorKind,
}

impl RowError {
    pub(super) fn field(field: impl Into<Cow<'static, str>>, reason: RowErrorKind) -> Self {
        Self { field: Some(field.into()), reason }
    }

    pub(super) const fn row(reason: RowErrorKind) -> Self {
        Self { field: None, reason }
    }
}

/// Everything that can be wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowErrorKind {
    FieldCount {
        expected: usize,
        found: usize,
    },
    Empty,
    TooLong {
        most: usize,
        found: usize,
    },
    Control,
    /// A code of digits only, as Excel shows it when the column is too narrow.
    Shortened(String),
    Amount(AmountError),
    NotWhole {
        text: String,
        most: u32,
    },
    NotADay(String),
    NotAnInstant(String),
    /// A word that is not one of those the field knows.
    NotOneOf {
        text: String,
        words: &'static str,
    },
    NotACurrency(String),
    UnknownMeasure(String),
    Decimals {
        unit: &'static str,
        decimals: u32,
        found: u32,
    },
    Tolerance(String),
    EndsBeforeItBegins {
        from: Day,
        to: Day,
    },
    /// An earlier row has the same key, and says something else.
    Repeats {
        earlier: u64,
        here: u64,
    },
    /// An earlier row of the same order says something else of the order.
    Contradicts {
        earlier: u64,
        here: u64,
        said: String,
    },
    ReplacedByUnasked,
    NamesItself,
}

impl RowErrorKind {
    /// What is wrong with the row, as the report says it.
    pub(super) fn sentence(&self) -> Sentence {
        match self {
            Self::FieldCount { expected, found } => Sentence::new(
                format!("the row has {found} fields, the header {expected}"),
                format!("本行有 {found} 个字段，表头有 {expected} 个"),
            ),
            Self::Empty => Sentence::new("nothing is written here", "此处为空"),
            Self::TooLong { most, found } => Sentence::new(
                format!("{found} characters are more than the {most} that fit"),
                format!("有 {found} 个字符，最多 {most} 个"),
            ),
            Self::Control => Sentence::new(
                "the cell holds a line break or another control character",
                "单元格中有换行或其他控制字符",
            ),
            Self::Shortened(text) => Sentence::new(
                format!("“{text}” is what Excel made of a long code; its last digits are lost"),
                format!("“{text}”是 Excel 把长代号改成的科学计数，末尾数字已丢失"),
            ),
            Self::Amount(why) => amount(why),
            Self::NotWhole { text, most } => Sentence::new(
                format!("“{text}” is not a whole number from 1 to {most}"),
                format!("“{text}”不是 1 到 {most} 的整数"),
            ),
            Self::NotADay(text) => {
                Sentence::new(format!("“{text}” is not a day"), format!("“{text}”不是日期"))
            }
            Self::NotAnInstant(text) => {
                Sentence::new(format!("“{text}” is not an instant"), format!("“{text}”不是时间"))
            }
            Self::NotOneOf { text, .. } => {
                Sentence::new(format!("“{text}” is not known here"), format!("无法识别“{text}”"))
            }
            Self::NotACurrency(text) => {
                Sentence::new(format!("“{text}” is not a currency"), format!("“{text}”不是币别"))
            }
            Self::UnknownMeasure(text) => Sentence::new(
                format!("“{text}” is not something that IE states"),
                format!("“{text}”不是可设标准的项目"),
            ),
            Self::Decimals { unit, decimals, found } => Sentence::new(
                format!("{found} decimals disagree with the unit: {unit} has {decimals}"),
                format!("小数位 {found} 与单位不符：{unit} 为 {decimals} 位"),
            ),
            Self::Tolerance(text) => Sentence::new(
                format!("“{text}” is not a tolerance: it lies above 0 and below 100 %"),
                format!("“{text}”不是公差：应大于 0 且小于 100%"),
            ),
            Self::EndsBeforeItBegins { from, to } => Sentence::new(
                format!("it ends on {}, before it begins on {}", to.0, from.0),
                format!("失效日期 {} 早于生效日期 {}", to.0, from.0),
            ),
            Self::Repeats { earlier, here } => Sentence::new(
                format!("lines {earlier} and {here} are about the same thing and differ"),
                format!("第 {earlier} 行与第 {here} 行说的是同一对象，但内容不同"),
            ),
            Self::Contradicts { earlier, here, said } => Sentence::new(
                format!("line {here} differs from line {earlier} of the same order: “{said}”"),
                format!("第 {here} 行与同一采购单的第 {earlier} 行不同：“{said}”"),
            ),
            Self::ReplacedByUnasked => Sentence::new(
                "an order is named as the replacement, but the status is not “replaced”",
                "填了替代单号，但状态不是“替代”",
            ),
            Self::NamesItself => Sentence::new("the order names itself", "填的是本采购单自己"),
        }
    }

    /// What to do about it, as the report says it.
    pub(super) fn remedy(&self) -> Sentence {
        match self {
            Self::FieldCount { .. } => Sentence::new(
                "look for a separator too many, or put quotation marks around a cell that holds one",
                "检查是否多了分隔符，或给含分隔符的单元格加引号",
            ),
            Self::Empty => Sentence::new("fill it in", "请填写"),
            Self::TooLong { .. } => Sentence::new("shorten it", "请缩短"),
            Self::Control => Sentence::new("put it on one line", "请写成一行"),
            Self::Shortened(_) => Sentence::new(
                "format the column as text, and export again from the ERP",
                "把该列设为文本格式，并从 ERP 重新导出",
            ),
            Self::Amount(why) => amount_remedy(why),
            Self::NotWhole { .. } => Sentence::new("write a whole number", "请填整数"),
            Self::NotADay(_) => {
                Sentence::new("write it like 2026-11-23", "请写成 2026-11-23 的形式")
            }
            Self::NotAnInstant(_) => Sentence::new(
                "write it like 2026-11-23 08:10 or 2026-11-23T08:10:00+08:00",
                "请写成 2026-11-23 08:10 或 2026-11-23T08:10:00+08:00 的形式",
            ),
            Self::NotOneOf { words, .. } => {
                Sentence::new(format!("write one of: {words}"), format!("请填其中之一：{words}"))
            }
            Self::NotACurrency(_) => {
                Sentence::new("write its three letters, like CNY", "请填三个字母，如 CNY")
            }
            Self::UnknownMeasure(_) => Sentence::new(
                "write unit-weight, thickness, or dimension: and its name",
                "请填“单重”“厚度”或“尺寸:名称”",
            ),
            Self::Decimals { .. } => Sentence::new(
                "correct the unit or the decimals; the column may be left out",
                "请更正单位或小数位；此列可以不填",
            ),
            Self::Tolerance(_) => Sentence::new(
                "write 0.03 or 3 % for three percent; leave it empty for the general 3 %",
                "百分之三请写 0.03 或 3%；按通用的 3% 则留空",
            ),
            Self::EndsBeforeItBegins { .. } => {
                Sentence::new("correct one of the days", "请更正其中一个日期")
            }
            Self::Repeats { .. } | Self::Contradicts { .. } => Sentence::new(
                "keep the right one of the two lines; the earlier one was taken",
                "请只保留正确的一行；本次采用了前一行",
            ),
            Self::ReplacedByUnasked => {
                Sentence::new("correct the status, or clear the field", "请更正状态或清空此栏")
            }
            Self::NamesItself => Sentence::new("name the other order", "请填另一张采购单"),
        }
    }
}

fn amount(why: &AmountError) -> Sentence {
    let zh = match why {
        AmountError::NotANumber(text) => format!("“{text}”不是数字"),
        AmountError::Comma(comma) => format!("“{}”中有逗号", comma.written),
        AmountError::NotPositive(value) => format!("{value} 不大于零"),
        AmountError::Negative(value) => format!("{value} 小于零"),
        AmountError::TooLarge(text) => format!("“{text}”过大"),
        AmountError::TooFine { value, unit, most } => {
            format!("{value} 的小数位超过 {unit} 允许的 {most} 位")
        }
    };
    let en = match why {
        // The core's sentence speaks to somebody who counts.
        AmountError::NotPositive(value) => format!("{value} is not more than zero"),
        AmountError::Comma(comma) => format!("“{}” holds a comma", comma.written),
        AmountError::NotANumber(_)
        | AmountError::Negative(_)
        | AmountError::TooLarge(_)
        | AmountError::TooFine { .. } => why.to_string(),
    };
    Sentence::new(en, zh)
}

fn amount_remedy(why: &AmountError) -> Sentence {
    match why {
        AmountError::Comma(WithComma { meaning, .. }) => {
            Sentence::new(meaning.english(), meaning.chinese())
        }
        AmountError::NotANumber(_) => {
            Sentence::new("write digits, such as 250 or 12.5", "请填数字，如 250 或 12.5")
        }
        AmountError::NotPositive(_) | AmountError::Negative(_) => {
            Sentence::new("write an amount above zero", "请填大于零的数")
        }
        AmountError::TooLarge(_) => Sentence::new("check the digits", "请核对位数"),
        AmountError::TooFine { .. } => {
            Sentence::new("round it, or correct the unit", "请按单位的小数位填写，或更正单位")
        }
    }
}
