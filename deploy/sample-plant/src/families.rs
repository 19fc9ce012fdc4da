//! The families that the items belong to: what a motor is made of and packed in.

use crate::random::Random;
use crate::vendors::Trade;

/// Items that differ in size only.
pub(crate) struct Family {
    pub(crate) code: &'static str,
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
    pub(crate) trade: Trade,
    /// The unit and its decimals.
    pub(crate) unit: (&'static str, u32),
    /// How many of all items, in proportion.
    pub(crate) share: usize,
    pub(crate) size: Marking,
    /// Lightest and heaviest piece.
    pub(crate) milligrams: Option<(u32, u32)>,
    /// A key dimension, from and to, in hundredths of a millimetre.
    pub(crate) dimension: Option<(&'static str, u32, u32)>,
}

/// How a family writes its size.
#[derive(Clone, Copy)]
pub(crate) enum Marking {
    /// Diameter and length: `φ62×18`.
    Round,
    /// A metric thread and its length: `M4×12`.
    Thread,
    /// The model of the motor that the item is for: `YSK-140-25`.
    Motor,
    /// A thickness below one: `0.35`.
    Gauge,
    /// Three outer lengths: `320×240×180`.
    Box,
    /// A bearing's type, sealed on both sides: `6201-2RS`.
    Bearing,
    /// Capacity and voltage: `2.5μF/450V`.
    Capacitor,
    /// A grade or type by number: `T8`.
    Grade,
}

impl Marking {
    pub(crate) fn draw(self, random: &mut Random) -> String {
        let mut number = |low, high| random.between(low, high);
        match self {
            Self::Round => format!("φ{}×{}", number(12, 140), number(4, 90)),
            Self::Thread => format!("M{}×{}", number(2, 8), number(5, 60)),
            Self::Motor => format!("YSK-{}-{}", number(8, 18) * 10, number(10, 120)),
            Self::Gauge => format!("0.{:02}", number(10, 95)),
            Self::Box => {
                format!("{}×{}×{}", number(12, 60) * 10, number(10, 45) * 10, number(5, 40) * 10)
            }
            Self::Bearing => format!("6{:03}-2RS", number(0, 312)),
            Self::Capacitor => format!("{}.{}μF/450V", number(1, 12), number(0, 9)),
            Self::Grade => format!("T{}", number(1, 60)),
        }
    }
}

const PIECES: (&str, u32) = ("pcs", 0);
const KILOGRAMS: (&str, u32) = ("kg", 3);
const METRES: (&str, u32) = ("m", 3);
const LITRES: (&str, u32) = ("l", 3);

pub(crate) const FAMILIES: [Family; 27] = [
    bought("311", "轴承", "Ball bearing", 8, Marking::Bearing).weighing(6_000, 90_000),
    bought("312", "螺丝", "Screw", 11, Marking::Thread).weighing(800, 12_000),
    bought("313", "运行电容", "Run capacitor", 5, Marking::Capacitor).weighing(20_000, 120_000),
    bought("314", "温控器", "Thermostat", 3, Marking::Grade).weighing(3_000, 25_000),
    bought("315", "接线端子", "Terminal block", 4, Marking::Grade).weighing(2_000, 18_000),
    bought("316", "塑胶风叶", "Plastic fan blade", 4, Marking::Round).weighing(15_000, 140_000),
    bought("317", "旋转开关", "Rotary switch", 3, Marking::Grade),
    bought("318", "磁环", "Ferrite ring", 3, Marking::Round).weighing(4_000, 60_000),
    bought("211", "漆包线", "Enamelled copper wire", 5, Marking::Gauge).counted_in(KILOGRAMS),
    bought("212", "硅钢带", "Silicon steel strip", 3, Marking::Gauge).counted_in(KILOGRAMS),
    bought("213", "阻燃ABS塑料粒", "Flame-retardant ABS", 2, Marking::Grade).counted_in(KILOGRAMS),
    bought("221", "热缩套管", "Heat-shrink tube", 2, Marking::Gauge).counted_in(METRES),
    bought("222", "引接线", "Lead wire", 2, Marking::Gauge).counted_in(METRES),
    bought("231", "绝缘漆", "Insulating varnish", 1, Marking::Grade).counted_in(LITRES),
    bought("232", "轴承润滑油", "Bearing oil", 1, Marking::Grade).counted_in(LITRES),
    subcontracted("411", "端盖", "End cover", 6, Marking::Round)
        .weighing(35_000, 420_000)
        .measured("thickness", 100, 250),
    subcontracted("412", "机壳", "Motor housing", 5, Marking::Motor)
        .weighing(120_000, 900_000)
        .measured("thickness", 80, 200),
    subcontracted("413", "转子铁芯", "Rotor core", 5, Marking::Motor).weighing(80_000, 650_000),
    subcontracted("414", "定子铁芯", "Stator core", 5, Marking::Motor).weighing(150_000, 950_000),
    subcontracted("415", "电机轴", "Motor shaft", 5, Marking::Round)
        .weighing(20_000, 180_000)
        .measured("dimension:outer", 600, 1_700),
    subcontracted("416", "安装支架", "Mounting bracket", 4, Marking::Grade)
        .weighing(8_000, 90_000)
        .measured("thickness", 80, 300),
    subcontracted("417", "冲压垫片", "Stamped washer", 3, Marking::Round).weighing(1_200, 9_000),
    subcontracted("418", "压铸风叶", "Die-cast fan blade", 2, Marking::Round)
        .weighing(40_000, 200_000),
    packing("511", "彩盒", "Colour box", 3, Marking::Box),
    packing("512", "外箱", "Carton", 3, Marking::Box),
    packing("513", "泡沫", "Foam insert", 2, Marking::Box),
    packing("514", "说明书", "Instruction leaflet", 2, Marking::Motor),
];

type Text = &'static str;

const fn bought(code: Text, zh: Text, en: Text, share: usize, size: Marking) -> Family {
    family(code, zh, en, share, size, Trade::Standard)
}

const fn subcontracted(code: Text, zh: Text, en: Text, share: usize, size: Marking) -> Family {
    family(code, zh, en, share, size, Trade::Subcontract)
}

const fn packing(code: Text, zh: Text, en: Text, share: usize, size: Marking) -> Family {
    family(code, zh, en, share, size, Trade::Packaging)
}

const fn family(
    code: Text,
    zh: Text,
    en: Text,
    share: usize,
    size: Marking,
    trade: Trade,
) -> Family {
    Family { code, zh, en, trade, unit: PIECES, share, size, milligrams: None, dimension: None }
}

impl Family {
    const fn counted_in(mut self, unit: (&'static str, u32)) -> Self {
        self.unit = unit;
        self
    }

    const fn weighing(mut self, lightest: u32, heaviest: u32) -> Self {
        self.milligrams = Some((lightest, heaviest));
        self
    }

    const fn measured(mut self, what: &'static str, low: u32, high: u32) -> Self {
        self.dimension = Some((what, low, high));
        self
    }
}
