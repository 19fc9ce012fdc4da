//! How much happened, and how much of it was trouble.

use std::ops::AddAssign;

macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident, $says:literal;)*) => {
        /// Counts over one seed or many.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Figures {
            $($(#[$doc])* pub $name: u64,)*
        }

        impl Figures {
            /// The counts with their names, as they are printed.
            pub fn rows(&self) -> Vec<(&'static str, u64)> {
                vec![$(($says, self.$name),)*]
            }
        }

        impl AddAssign for Figures {
            fn add_assign(&mut self, other: Self) {
                $(self.$name += other.$name;)*
            }
        }
    };
}

figures! {
    /// Things that happened at all.
    events, "events";
    /// Devices that the site had at the end.
    devices, "devices";
    /// Commands that people gave.
    commands, "commands given";
    /// Commands that were refused.
    refused, "commands refused";
    /// Facts confirmed to people.
    confirmed, "facts confirmed";
    /// Facts admitted by servers.
    admitted, "facts in the log at the end";
    /// Facts that the servers set aside.
    set_aside, "facts set aside";
    /// Changes by the office.
    changes, "changes by the office";
    /// Contacts that devices began with the server.
    contacts, "contacts";
    /// Messages that devices and server sent.
    messages, "messages sent";
    /// Messages that never arrived.
    lost, "messages lost";
    /// Messages that arrived twice.
    doubled, "messages doubled";
    /// Messages delayed for minutes or hours.
    delayed, "messages delayed";
    /// Messages that arrived cut short.
    cut, "messages cut off";
    /// Device programs killed and power cuts.
    device_crashes, "device crashes";
    /// Of those, while writing.
    torn, "of those in the middle of a write";
    /// Devices whose cache was lost, to be pulled again.
    caches_lost, "caches lost";
    /// Clocks of devices that somebody set.
    clocks_set, "clocks set";
    /// Copies of disks restored.
    copies, "older copies of devices restored";
    /// Devices whose folder was given up and enrolled anew.
    enrolled_anew, "devices enrolled anew";
    /// Times that the server died, and started again on what its disk had.
    server_crashes, "server crashes";
    /// Of those, while writing.
    server_torn, "of those in the middle of a write";
    /// Facts of a newer program queued.
    newer, "facts that only a newer program knows";
    /// Older backups that the server was restored from.
    restores, "older backups of the server restored";
    /// Order lines whose finished receipts were carried.
    carried, "order lines that carried finished receipts";
    /// Months that everybody was away.
    months, "months away";
    /// Fields compared with the reference model.
    compared, "fields compared with the reference model";
}
