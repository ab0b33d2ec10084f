/** What may be believed: manifests, certificates, signatures, and proof of verification by type. */
@NullMarked
package io.apfw.storage.trust;

import org.jspecify.annotations.NullMarked;
