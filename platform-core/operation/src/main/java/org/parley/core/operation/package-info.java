// SPDX-License-Identifier: Apache-2.0
/** Settings, and what whoever runs Parley is told, as other rooms see them. */
@Export(attribute = {"parley=core", "mandatory:=parley"})
@Version("1.0.0")
package org.parley.core.operation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
