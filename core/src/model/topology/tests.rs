//! Tests of the rules, one input each.
