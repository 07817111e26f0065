//! The short default file that stands in where a node has no `deployment.toml` yet.
//!
//! It says what the shipped files of every release say and nothing that the topology decides: no environments, no
//! links. The credentials are the ones API-M ships with.

use std::fmt::Write as _;

use crate::model::{Node, Pack, Release};

pub(super) fn text(node: &Node, release: Release) -> String {
    let mut text = format!("[server]\nhostname = \"{}\"\nserver_role = \"default\"\n", node.host);
    text.push_str(
        "\n[super_admin]\nusername = \"admin\"\npassword = \"admin\"\ncreate_admin_account = true\n",
    );
    // Source: API-M 3.0 and 3.1 ship `database`, 3.2 and later `database_unique_id`.
    let user_store = if release < Release::V3_2 { "database" } else { "database_unique_id" };
    let _ = write!(text, "\n[user_store]\ntype = \"{user_store}\"\n");
    let has_databases =
        release < Release::V4_5 || matches!(node.pack, Pack::AllInOne | Pack::ControlPlane);
    if has_databases {
        text.push_str(&database("apim_db", "WSO2AM_DB"));
        text.push_str(&database("shared_db", "WSO2SHARED_DB"));
    }
    text.push_str(
        "\n[keystore.tls]\nfile_name = \"wso2carbon.jks\"\ntype = \"JKS\"\npassword = \"wso2carbon\"\n\
         alias = \"wso2carbon\"\nkey_password = \"wso2carbon\"\n\
         \n[truststore]\nfile_name = \"client-truststore.jks\"\ntype = \"JKS\"\npassword = \"wso2carbon\"\n",
    );
    text
}

fn database(name: &str, file: &str) -> String {
    format!(
        "\n[database.{name}]\ntype = \"h2\"\n\
         url = \"jdbc:h2:./repository/database/{file};DB_CLOSE_ON_EXIT=FALSE\"\n\
         username = \"wso2carbon\"\npassword = \"wso2carbon\"\n"
    )
}
