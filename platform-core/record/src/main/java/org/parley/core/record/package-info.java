// SPDX-License-Identifier: Apache-2.0
/** Record types, records and the model that is made of them, as other rooms see them. */
@Export(attribute = {"parley=core", "mandatory:=parley"})
@Version("1.0.0")
package org.parley.core.record;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
