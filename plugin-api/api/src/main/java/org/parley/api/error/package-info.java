// SPDX-License-Identifier: Apache-2.0
/** The one exception of Parley: a code with a kind, and what to do next. */
@Export
@Version("1.0.0")
package org.parley.api.error;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
