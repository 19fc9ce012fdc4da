//! What is said while codes are read by the camera.

use std::borrow::Cow;

use sync_core::text::Say;

/// Texts about the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CameraMessage {
    /// Read a code by the camera.
    Scan,
    /// It is being opened.
    Opening,
    Hold,
    /// Answer the question first.
    Answer,
    Close,
    Torch,
    Denied,
    Missing,
    /// Another program holds it.
    Busy,
    /// The reader could not be loaded.
    NoReader,
    /// The page is of an old version, whose reader is gone.
    Outdated,
    LoadAnew,
}

impl Say for CameraMessage {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Scan => "用相机扫码",
            Self::Opening => "正在打开相机",
            Self::Hold => "把码对进框里",
            Self::Answer => "先回答，再扫下一个",
            Self::Close => "关相机",
            Self::Torch => "照明",
            Self::Denied => "没给用相机的权限，扫不了 · 请在浏览器设置里允许，或手输代码",
            Self::Missing => "这台设备没有相机 · 请用扫码枪，或手输代码",
            Self::Busy => "相机被别的程序占着 · 请关掉它，再试一次",
            Self::NoReader => "读码程序没取到 · 请连上服务器再试一次，或手输代码",
            Self::Outdated => "程序已更新，这一页还是旧的 · 重新载入后再用相机（没记下的输入会丢）",
            Self::LoadAnew => "重新载入",
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Scan => "Scan by camera",
            Self::Opening => "Opening the camera",
            Self::Hold => "Hold the code within the frame",
            Self::Answer => "Answer first, then scan the next",
            Self::Close => "Close the camera",
            Self::Torch => "Torch",
            Self::Denied => {
                "The camera is not allowed, nothing scanned · allow it in the browser's settings, or type the code"
            }
            Self::Missing => "This device has no camera · use a scanner, or type the code",
            Self::Busy => "Another program holds the camera · close it, then try again",
            Self::NoReader => {
                "The code reader is not here yet · try again once the server is reached, or type the code"
            }
            Self::Outdated => {
                "The app was updated and this page is the old one · reload, then scan (what is typed and not recorded is lost)"
            }
            Self::LoadAnew => "Reload",
        }
        .into()
    }
}
