// SPDX-License-Identifier: Apache-2.0
/** What a plugin implements to take part in writes of records. */
@Export
@Version("1.0.0")
package org.parley.spi.record;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
