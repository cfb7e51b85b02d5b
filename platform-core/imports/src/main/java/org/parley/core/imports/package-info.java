// SPDX-License-Identifier: Apache-2.0
/** Files of rows that become records, as other rooms see them. */
@Export(attribute = {"parley=core", "mandatory:=parley"})
@Version("1.0.0")
package org.parley.core.imports;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
