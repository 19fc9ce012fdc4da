//! What labels of others say, what is doubtful about them, and why they are not read.

use super::{ITEM, ORDER, VENDOR, name, names};
use crate::scan::{DoubtReason, MeaningKind, RefusedReason};

names! {
    /// What a value of a label is.
    meaning: MeaningKind {
        Order => ORDER;
        Line => name("采购单项次", "order line");
        SuppliersOrder => name("厂商订单号", "supplier's order");
        Item => ITEM;
        SuppliersItem => name("厂商料号", "supplier's item");
        MakersItem => name("原厂料号", "maker's item");
        TradeItem => name("GTIN 商品条码", "trade item (GTIN)");
        Quantity => name("所标数量", "quantity");
        NetWeight => name("所标净重", "net weight");
        GrossWeight => name("所标毛重", "gross weight");
        Lot => name("所标厂商批号", "supplier's lot");
        CustomersLot => name("我方批号", "our lot");
        Serial => name("序列号", "serial number");
        Package => name("包装号", "package");
        Vendor => VENDOR;
        Maker => name("原厂", "maker");
        MadeOn => name("生产日期", "made on");
        PackedOn => name("包装日期", "packed on");
        ExpiresOn => name("有效期至", "expires on");
        Date => name("所标日期", "date");
        Country => name("原产国", "country of origin");
        Invoice => name("发票号", "invoice");
        PackingList => name("装箱单号", "packing list");
        Shipment => name("运单号", "shipment");
        Kanban => name("看板号", "kanban");
        Revision => name("版本", "revision");
        Container => name("货柜", "container");
    }

    /// What is doubtful about a label.
    doubt: DoubtReason {
        SaidTwice => name("同一标识有两个值：是两张标签吗？", "one identifier with two values: are these two labels?");
        PlainOrIdentifier => name("可能是普通条码，也可能带数据标识", "a plain code, or one with a data identifier");
        SeparatorMaybeLost => name("这个值里可能丢了分隔符", "a separator may be lost inside this value");
        NumberInTwoWays => name("数字有两种读法", "the number can be read in two ways");
        CheckDigit => name("校验位不对", "the check digit does not fit");
        NotADate => name("不是日期", "this is no date");
        Sign => name("有不允许的字符", "a sign that may not stand there");
        Length => name("长度不合标准", "longer or shorter than the standard allows");
        Value => name("值不合标准", "not a value that the standard knows");
        NeedsAnother => name("缺少应同时出现的标识", "what must stand beside it is missing");
        ExcludesAnother => name("与另一标识不能同时出现", "what stands beside it must not");
        SeparatorReplaced => name("分隔符被别的字符代替", "another sign stands for the separator");
        NoIdentifier => name("这一段没有数据标识", "a field without an identifier");
        Order => name("标识的次序不对", "identifiers are out of order");
    }

    /// Why a label is not read.
    unreadable: RefusedReason {
        Empty => name("没有内容", "nothing stands there");
        TooLong => name("比任何条码都长", "longer than any code");
        CutOff => name("标签不完整，请重扫", "the label is cut off: scan it again");
        UnknownIdentifier => name("标准里没有的标识", "an identifier that the standard does not know");
        SeparatorLost => name("分隔符丢了，请检查扫描枪设置", "the separators are lost: check the scanner's settings");
        UnknownFormat => name("不支持的 ISO 15434 格式", "a format of ISO 15434 that is not read here");
        Nonsense => name("读不懂的内容", "nothing that a label says");
    }
}
