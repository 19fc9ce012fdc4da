//! How the core's own types appear in the `OpenAPI` document.

use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{RefOr, schema};

use crate::ids::{
    ContentHash, DeviceNumber, FactId, ItemCode, LineKey, OrderLine, OrderNumber, PackageCode,
    PersonNumber, VendorCode,
};
use crate::measure::{Quantity, Unit};
use crate::number::{CardNumber, DocumentNumber, ReceiptNumber, ReturnNumber, SlipNumber};
use crate::time::Timestamp;

fn plain(of: Type, description: &str, example: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(of))
        .description(Some(description))
        .examples([example])
        .build()
        .into()
}

macro_rules! schema {
    ($($name:ident: $of:ident, $description:literal, $example:literal;)*) => {
        $(
            impl utoipa::PartialSchema for $name {
                fn schema() -> RefOr<schema::Schema> {
                    plain(Type::$of, $description, $example)
                }
            }

            impl utoipa::ToSchema for $name {}
        )*
    };
}

schema! {
    FactId: String, "A fact's name: device and count", "17-204";
    ContentHash: String, "A file's SHA-256, hexadecimal", "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";
    DeviceNumber: Integer, "A device's number", "17";
    PersonNumber: Integer, "A person's number", "3";
    OrderNumber: String, "A purchase order's number", "PO240001";
    VendorCode: String, "A vendor's code", "V0042";
    ItemCode: String, "An item's number", "A-1042";
    PackageCode: String, "A package's own code", "1JUN123";
    OrderLine: String, "Order and line", "PO240001/2";
    LineKey: String, "Order and line, or ?/item for goods without an order", "PO240001/2";
    Quantity: String, "An exact decimal", "250";
    Unit: String, "pcs, kg, m or l", "pcs";
    Timestamp: String, "An instant of UTC, RFC 3339", "2026-11-23T00:10:00.000Z";
    ReceiptNumber: String, "A receipt's number", "R00700AX";
    CardNumber: String, "A card's number, which names the lot", "C00700A0";
    SlipNumber: String, "A slip's number", "S00700A9";
    ReturnNumber: String, "A return note's number", "T00700AG";
    DocumentNumber: String, "A number of any kind", "C00700A0";
}
