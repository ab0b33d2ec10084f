@NullMarked
package io.apfw.agent.tls;

import org.jspecify.annotations.NullMarked;
