//! What is said in the frame of office and board, and of scans there.

use crate::messages::messages;

messages! {
    /// Texts of the frame.
    PageMessage;

    /// The tab of so many conflicts.
    Conflicts(count: usize) => format!("冲突 {count}"), format!("Conflicts {count}");
    Work => "工作清单", "Work list";
    Search => "查询", "Search";
    Admin => "管理", "Admin";
    /// A scan that names nothing that can be shown.
    NothingToShow(code: String) => format!("{code} 没有可看的内容"), format!("{code} names nothing to show");
    /// A code that makes another browser a device.
    Enrols => "这是注册设备的码，请用新设备扫描", "This code enrols a device: scan it with the new one";
    /// A scan would lead away from what is half filled in.
    HalfTyped => "表单还没保存：先保存，或点“不改了”", "Save the form first, or change nothing";
}
