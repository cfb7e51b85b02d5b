// SPDX-License-Identifier: Apache-2.0
/** Who is acting. */
@Export
@Version("1.1.0")
package org.parley.api.security;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
