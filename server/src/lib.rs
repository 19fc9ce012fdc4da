//! The Inwards server: a shell around the core that admits facts, keeps them, and shows them.
//!
//! A push comes in through [`routes`], is decided and made durable in the [`hub`], which keeps
//! the [`log`] and what it says, and goes out again to devices as pages and to people as views.
//! The administrator speaks to the same hub through [`admin`].

#![allow(missing_docs, reason = "a program's own: comments stand where they say something")]

pub mod clock;
pub mod stop;
pub mod folder;
pub mod log;
pub mod audit;
pub mod hub;
pub mod index;
pub mod indexer;
pub mod import;
pub mod auth;
pub mod tls;
pub mod admin;
pub mod board_snapshot;
pub mod broadcaster;
pub mod web;
pub mod photos;
pub mod error;
pub mod doors;
pub mod app;
pub mod serve;
pub mod routes;
pub mod running;
pub mod cli;
