// SPDX-License-Identifier: Apache-2.0
/** What a plugin may be wired to: the one rule that the hooks apply and a plan foresees. */
@Export(attribute = {"parley=core", "mandatory:=parley"})
@Version("1.0.0")
package org.parley.core.wiring;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
