// SPDX-License-Identifier: Apache-2.0
/** What a plugin implements to look into files before they are attached to records. */
@Export
@Version("1.0.0")
package org.parley.spi.file;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
