// SPDX-License-Identifier: Apache-2.0
/** Installed plugins and what can be done with them, as other rooms see them. */
@Export(attribute = {"parley=core", "mandatory:=parley"})
@Version("1.0.0")
package org.parley.core.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
