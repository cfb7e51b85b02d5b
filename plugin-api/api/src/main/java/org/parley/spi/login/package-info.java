// SPDX-License-Identifier: Apache-2.0
/** What a plugin implements to let people in by what another system knows of them. */
@Export
@Version("1.0.0")
package org.parley.spi.login;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
