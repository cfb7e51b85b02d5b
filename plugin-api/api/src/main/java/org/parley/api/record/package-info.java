// SPDX-License-Identifier: Apache-2.0
/** Values of records as plugins and the core exchange them. */
@Export
@Version("1.2.0")
package org.parley.api.record;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
