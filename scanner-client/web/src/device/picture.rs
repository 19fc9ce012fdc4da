//! Scales a picture down on the device, as soon as somebody takes or chooses it.

use inwards_engine::photo::{self, NoPhoto};
use js_sys::{Promise, Uint8Array};
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;

use super::photo_file::PhotoFile;
use crate::browser::{call, object, promised, property};

/// The longest side of a photo, in pixels: small print on a carton can still be read.
const LONGEST_SIDE: f64 = 2_048.0;
/// What the file that is chosen may weigh: no camera of a handheld makes larger ones.
const MOST_CHOSEN: f64 = 40e6;
/// How well it is drawn, better first: the first that is small enough is kept.
const QUALITIES: [f64; 3] = [0.85, 0.7, 0.5];

/// Makes a photo of a file that somebody chose.
///
/// It is always drawn anew: what a phone writes into its files (place, owner) stays behind.
pub(crate) async fn photo_of(file: &web_sys::File) -> Result<PhotoFile, NoPhoto> {
    if file.size() > MOST_CHOSEN {
        return Err(NoPhoto::TooLarge);
    }
    let canvas = drawn(file).await.map_err(|_| NoPhoto::OtherFile)?;
    for quality in QUALITIES {
        let bytes = pressed(&canvas, quality).await.map_err(|_| NoPhoto::OtherFile)?;
        match photo::examine(&bytes.to_vec(), None) {
            Ok(taken) => return Ok(PhotoFile { taken, bytes }),
            Err(NoPhoto::TooLarge) => {}
            Err(NoPhoto::OtherFile) => return Err(NoPhoto::OtherFile),
        }
    }
    Err(NoPhoto::TooLarge)
}

/// The picture on a canvas, upright, with no side longer than allowed.
async fn drawn(file: &web_sys::File) -> Result<JsValue, JsValue> {
    let how = object(&[("imageOrientation", "from-image".into())]);
    let bitmap = call(&window(), "createImageBitmap", &[file.clone().into(), how.into()])?;
    let bitmap = promised(bitmap).await?;
    let side = |name| property(&bitmap, name).as_f64().unwrap_or_default();
    let (width, height) = (side("width"), side("height"));
    let scale = (LONGEST_SIDE / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
    let canvas: JsValue = document().create_element("canvas")?.into();
    for (name, side) in [("width", width), ("height", height)] {
        js_sys::Reflect::set(&canvas, &name.into(), &side.into())?;
    }
    let context = call(&canvas, "getContext", &["2d".into()])?;
    js_sys::Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into())?;
    call(
        &context,
        "drawImage",
        &[bitmap.clone(), 0.into(), 0.into(), width.into(), height.into()],
    )?;
    call(&bitmap, "close", &[])?;
    Ok(canvas)
}

async fn pressed(canvas: &JsValue, quality: f64) -> Result<Uint8Array, JsValue> {
    let blob = Promise::new(&mut |resolve, reject| {
        let asked = call(canvas, "toBlob", &[resolve.into(), "image/jpeg".into(), quality.into()]);
        if let Err(error) = asked {
            // A promise takes any value.
            let _ = reject.call1(&JsValue::UNDEFINED, &error);
        }
    });
    let blob = promised(blob.into()).await?;
    let buffer = promised(call(&blob, "arrayBuffer", &[])?).await?;
    Ok(Uint8Array::new(&buffer))
}
